package org.sourcefree.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was typed, to be typed again. */
final class TypedCommand {
  private static final String PLAIN = "[\\p{L}\\p{N}_./:=,@%+-]+";

  private TypedCommand() {}

  /** The command with its options, and one more if it is not among them. */
  static String with(CommandSpec command, String option) {
    List<String> words = new ArrayList<>(words(command));
    if (!words.contains(option)) {
      words.add(option);
    }
    return of(words);
  }

  /** The command with its options. */
  static String again(CommandSpec command) {
    return of(words(command));
  }

  /** The command and its options, each as it was typed. */
  static List<String> words(CommandSpec command) {
    return command.root().commandLine().getParseResult().originalArgs();
  }

  private static String of(List<String> words) {
    return words.stream()
        .map(TypedCommand::quoted)
        .collect(Collectors.joining(" ", "tools/sourcefree ", ""));
  }

  /** As a shell takes it for one word. */
  static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
