package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of words that are nearly right, and of files that are elsewhere. */
class MistypedTest {
  private static final String CONFIG = "configs/street_scenes/ld.yaml";

  @Test
  void theNearestCommandIsSuggested() {
    Terminal.run("adpt", CONFIG).refused("'adpt'", "did you mean adapt?", "sourcefree --help");
    Terminal.run("xyzzy").refused("'xyzzy'", "sourcefree --help");
    assertThat(Terminal.run("xyzzy").complaints()).noneMatch(line -> line.contains("mean"));
  }

  @Test
  void theNearestOptionIsSuggested() {
    Terminal.run("adapt", CONFIG, "--resum").refused("did you mean --resume?");
    Terminal.run("adapt", CONFIG, "--ot=runs").refused("did you mean --out?");
  }

  @Test
  void keysOnTheCommandLineAreSuggestedAsInFiles() {
    Terminal.run("adapt", CONFIG, "--set", "trainig.rounds=1")
        .refused("unknown key trainig, did you mean training?", "--set trainig.rounds");
    Terminal.run("adapt", CONFIG, "--set", "training.rouns=1")
        .refused("unknown key rouns, did you mean rounds?");
  }

  @ParameterizedTest
  @CsvSource({
    "adapt,no_such.yaml",
    "evaluate,no_such.yaml",
    "inspect,no_such",
    "report,no_such",
    "import,no_such.pth --classes 19 --dry-run",
  })
  void itIsSaidFromWhereWhatIsNotThereWasLookedFor(String command, String arguments) {
    String[] words = (command + " " + arguments).split(" ");
    Terminal.run(words).refused("no_such", "looked for in " + Path.of("").toAbsolutePath());
  }

  @Test
  void foldersOfImagesToo() {
    Terminal check =
        Terminal.run(
            "check",
            CONFIG,
            "--no-step",
            "--set",
            "data.target={kind: image_folder, root: no_such}");
    assertThat(check.out())
        .containsPattern("folder\\s+no_such\\s+does\\s+not\\s+exist,\\s+looked\\s+for\\s+in\\s+/");
  }

  @Test
  void anAbsolutePathSaysSoItself() {
    Path absent = Path.of("no_such.yaml").toAbsolutePath();
    assertThat(Files.exists(absent)).isFalse();
    Terminal run = Terminal.run("adapt", absent.toString());
    run.refused(absent.toString());
    assertThat(run.complaints()).noneMatch(line -> line.contains("looked for"));
  }

  @Test
  void helpSaysWhereOutputGoes() {
    assertThat(help("check")).contains("Where the run would write");
    assertThat(help("check-data")).contains("_data_check behind it");
    assertThat(help("evaluate")).contains("nothing is written if not given");
    assertThat(help("bench")).doesNotContain("--out");
    assertThat(help("adapt")).contains("Where results go; the config's output if not given");
  }

  @Test
  void aCommandIsQuotedToBeTypedAgain() {
    assertThat(TypedCommand.quoted("training.rounds=1")).isEqualTo("training.rounds=1");
    assertThat(TypedCommand.quoted("objective=[{kind: a}]")).isEqualTo("'objective=[{kind: a}]'");
    assertThat(TypedCommand.quoted("it's")).isEqualTo("'it'\\''s'");
    assertThat(TypedCommand.quoted("")).isEqualTo("''");
    assertThat(TypedCommand.quoted("$HOME")).isEqualTo("'$HOME'");
  }

  private static String help(String command) {
    return Terminal.run(command, "--help").succeeded().out().replaceAll("\\s+", " ");
  }
}
