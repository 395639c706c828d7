package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.TensorFlow;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What --help and --version say. */
class HelpTest {
  private static final int COLUMNS = 80;
  private static final String COMMIT = "sourcefree.commit";

  private static Map<String, CommandLine> subcommands() {
    return Sourcefree.commandLine(new Sourcefree()).getSubcommands();
  }

  static Stream<String> commands() {
    return subcommands().keySet().stream();
  }

  private static CommandSpec spec(String command) {
    return subcommands().get(command).getCommandSpec();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatItDoesAndHowItIsCalled(String command) {
    String help = Terminal.run(command, "--help").succeeded().out();
    assertThat(help).startsWith("Usage: sourcefree " + command);
    assertThat(String.join(" ", spec(command).usageMessage().description()))
        .matches("[A-Z].*\\.")
        .doesNotContain("%");
    assertThat(words(help)).contains(words(spec(command).usageMessage().description()[0]));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionAndArgumentIsDescribed(String command) {
    List<String> help = Terminal.run(command, "--help").out().lines().toList();
    for (ArgSpec argument : spec(command).args()) {
      assertThat(String.join(" ", argument.description()))
          .as(argument.toString())
          .matches("[A-Z].*\\.");
      if (argument.arity().max() > 0) {
        assertThat(argument.paramLabel()).as("left to picocli").doesNotMatch("<.*>");
      }
      String name =
          argument.isOption() ? longest(argument) : "      " + argument.paramLabel().strip();
      assertThat(help).as(name).anyMatch(line -> line.matches(" .*") && line.contains(name));
    }
  }

  private static String longest(ArgSpec option) {
    return ((CommandLine.Model.OptionSpec) option).longestName();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsOneLineAndIsCalledAsWeAreCalled(String command) {
    List<String> help = Terminal.run(command, "--help").out().lines().toList();
    List<String> examples = help.subList(help.indexOf("Examples:") + 1, help.size());
    assertThat(examples)
        .isNotEmpty()
        .allMatch(line -> line.contains("tools/sourcefree " + command + " ") || isAlone(line));
  }

  private static boolean isAlone(String line) {
    return line.equals("tools/sourcefree doctor");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsATerminal(String command) {
    assertThat(Terminal.run(command, "--help").out().lines())
        .allMatch(line -> line.length() <= COLUMNS);
  }

  @Test
  void theHelpOfAllNamesEveryCommandAndFitsATerminal() {
    List<String> help = Terminal.run("--help").succeeded().out().lines().toList();
    assertThat(commands())
        .allMatch(command -> help.stream().anyMatch(line -> line.startsWith("  " + command)));
    assertThat(help).allMatch(line -> line.length() <= COLUMNS);
  }

  @Test
  void noCommandAndAnUnknownOnePointToHelp() {
    Terminal.run().refused("a command is needed", "sourcefree --help");
    Terminal.run("adopt").refused("adopt", "sourcefree --help");
    Terminal.run("adapt").refused("CONFIG", "sourcefree adapt --help");
    Terminal.run("adapt", "x.yaml", "--sett", "a=b").refused("--sett", "sourcefree adapt --help");
  }

  @Test
  void versionNamesOursAndTensorFlowsAndTheCommit() {
    String before = System.setProperty(COMMIT, "c0ffee");
    try {
      String version = Terminal.run("--version").succeeded().out();
      assertThat(version.lines())
          .anyMatch(line -> line.matches("sourcefree \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"))
          .anyMatch(line -> line.matches("TensorFlow +" + TensorFlow.version()))
          .anyMatch(line -> line.matches("commit +c0ffee"))
          .anyMatch(line -> line.matches("Java +" + Runtime.version().feature() + ".*"));
      assertThat(Terminal.run("adapt", "--version").succeeded().out()).isEqualTo(version);
    } finally {
      restore(before);
    }
  }

  /** Whose natives take longer to load than all else. */
  @Test
  void neitherHelpNorVersionLoadsTensorFlow(@TempDir Path folder) throws IOException {
    for (String option : List.of("--help", "--version")) {
      Path log = folder.resolve(option + ".log");
      List<String> logging = List.of("env", "JDK_JAVA_OPTIONS=-Xlog:class+load:file=" + log);
      Child child = Child.start(folder.resolve("output.txt"), logging, List.of(option));
      assertThat(child.code()).as(child.text()).isZero();
      assertThat(Files.readString(log))
          .contains(Sourcefree.class.getName() + " ")
          .doesNotContain(TensorFlow.class.getName() + " ");
    }
  }

  private static void restore(String before) {
    if (before == null) {
      System.clearProperty(COMMIT);
    } else {
      System.setProperty(COMMIT, before);
    }
  }

  /** The text without line breaks and blanks, which help sets anew. */
  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
