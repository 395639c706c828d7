package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell completes by our script. */
class CompletionTest {
  @TempDir private static Path folder;
  private static Path script;

  @BeforeAll
  static void writeScript() throws IOException {
    script = folder.resolve("completion");
    Files.writeString(script, Terminal.run("completion", "bash").succeeded().out());
  }

  @Test
  void bashAcceptsTheScript() {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void bashCompletesCommandsCalledByNameOrByPath() {
    for (String name : List.of("sourcefree", "tools/sourcefree")) {
      assertThat(completed(name, "rep")).containsExactlyInAnyOrder("report", "reproduce");
      assertThat(completed(name, ""))
          .containsAll(Sourcefree.commandLine(new Sourcefree()).getSubcommands().keySet());
    }
  }

  @Test
  void bashCompletesOptionsOfACommand() {
    assertThat(completed("sourcefree", "adapt", "--res")).containsExactly("--resume");
    assertThat(completed("sourcefree", "predict", "--o"))
        .containsExactlyInAnyOrder("--out", "--outputs", "--opacity", "--own-size");
  }

  @Test
  void bashCompletesFilesWhereAConfigIsDue() throws IOException {
    Files.createFile(folder.resolve("mine.yaml"));
    assertThat(completed("sourcefree", "adapt", folder + "/mi"))
        .containsExactly(folder + "/mine.yaml");
  }

  @Test
  void zshLoadsItsOwnCompletionFirst() {
    assertThat(Terminal.run("completion", "zsh").succeeded().out())
        .startsWith("autoload -U +X compinit && compinit\n")
        .endsWith(Terminal.run("completion", "bash").out());
  }

  @Test
  void anotherShellIsRefused() {
    Terminal.run("completion", "fish").refused("fish", "bash, zsh");
  }

  /** What bash offers for the last word, asked as its line editor asks. */
  private static List<String> completed(String... words) {
    String line = "\"" + String.join("\" \"", words) + "\"";
    String ask =
        """
        compopt() { :; } # what bash has only while it completes
        source '%s'
        function=$(complete -p sourcefree | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        COMP_WORDS=(%s) COMP_CWORD=%d
        "$function" sourcefree "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, line, words.length - 1);
    return bash("-c", ask).lines().map(String::strip).toList();
  }

  private static String bash(String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort("bash cannot be started here: " + e.getMessage());
    }
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
