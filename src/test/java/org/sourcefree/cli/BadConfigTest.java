package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configs and command lines that are wrong in themselves: no data or model is there to be read. */
class BadConfigTest {
  @TempDir private static Path root;
  private static SmallTask task;
  private static Refusals refusals;

  @BeforeAll
  static void writeConfigs() {
    task = SmallTask.write(root);
    refusals = new Refusals(task);
  }

  @Test
  void aMissingKey() throws IOException {
    variant("missing", "seed: 7\n", "");
    refusals.refused("adapt", "missing", List.of(), "missing key seed", "missing.yaml:1: seed");
  }

  @Test
  void aMisspelledKey() throws IOException {
    variant("misspelled", "crop: 40", "corp: 40");
    refusals.refused(
        "adapt", "misspelled", List.of(), "unknown key corp", "crop", "misspelled.yaml:", "data.");
  }

  @Test
  void aValueOutOfRange() {
    refusals.adapt(
        List.of("pseudo_labels.proportion=1.5"), "proportion must be in (0, 1], got 1.5", "--set");
  }

  @Test
  void aValueOfAnotherType() throws IOException {
    variant("typed", "batch_size: 2", "batch_size: two");
    refusals.refused("adapt", "typed", List.of(), "batch_size", "typed.yaml:", "training.");
  }

  @Test
  void textThatIsNoYaml() {
    task.write("broken.yaml", "kind: [adaptation\n");
    refusals.refused("adapt", "broken", List.of(), "broken.yaml");
  }

  @Test
  void anEmptyFile() {
    task.write("empty.yaml", "");
    refusals.refused("adapt", "empty", List.of(), "empty.yaml");
  }

  @Test
  void labelsThatNoSelectionMakes() {
    refusals.adapt(
        List.of("pseudo_labels={kind: none}"), "pseudo_labels must not be none", "--set");
  }

  @ParameterizedTest
  @CsvSource({
    "adapt, pretrain, adaptation, pretraining",
    "pretrain, adapt, pretraining, adaptation",
    "generate, adapt, generation, adaptation",
    "adapt, scenes, adaptation, generation",
  })
  void aConfigOfAnotherCommand(String command, String config, String wanted, String found) {
    refusals.refused(
        command, config, List.of(), "kind must be " + wanted, "got " + found, config + ".yaml");
  }

  @Test
  void evaluationOfScenes() {
    refusals.refused("evaluate", "scenes", List.of(), "kind must be adaptation or pretraining");
  }

  @Test
  void evaluationWithoutEvaluationImages() throws IOException {
    String text = Files.readString(Path.of(task.config("pretrain")));
    task.write("unmeasured.yaml", text.replaceFirst("  evaluation: .*\n", ""));
    refusals.refused("evaluate", "unmeasured", List.of(), "needs the key data.evaluation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "=3", "seed=", ".seed=3", "seed 3"})
  void aMalformedOverride(String override) {
    refusals.adapt(List.of(override), "override", "--set");
  }

  @Test
  void anOverrideOfNoKey() {
    refusals.adapt(List.of("training.batchsize=2"), "unknown key batchsize", "batch_size", "--set");
  }

  @Test
  void aConfigThatIsNotThere() {
    refusals.refused("adapt", "absent", List.of(), "absent.yaml");
  }

  @Test
  void aConfigThatIsAFolder() {
    refusals.refuses(List.of("adapt", root.toString()), "folder", root.toString());
  }

  @Test
  void anExistingOutputFolder() throws IOException {
    Path taken = Files.createDirectories(root.resolve("taken"));
    for (String command : List.of("adapt", "pretrain", "evaluate")) {
      refusals.refuses(
          List.of(command, task.config(command), "--out", taken.toString()),
          "must not exist yet",
          taken.toString());
    }
    refusals.refuses(
        List.of("generate", task.config("scenes"), "--out", taken.toString()),
        "must not exist yet",
        taken.toString());
    assertThat(taken).isEmptyDirectory();
  }

  @Test
  void anOutputThatIsAFile() {
    Path file = task.write("file.txt", "mine");
    refusals.refuses(
        List.of("adapt", task.config("adapt"), "--out", file.toString()),
        "must not exist yet",
        file.toString());
    assertThat(file).hasContent("mine");
  }

  @Test
  void scenesInAPlaceThatCannotBeWritten() {
    Path below = task.write("solid.txt", "mine").resolve("below");
    refusals.refuses(
        List.of("generate", task.config("scenes"), "--out", below.toString()), "solid.txt");
  }

  @Test
  void noCommand() {
    refusals.refuses(List.of(), "a command is needed", "--help");
  }

  @Test
  void anUnknownCommand() {
    refusals.refuses(List.of("adpat", task.config("adapt")), "adpat", "--help");
  }

  @Test
  void anUnknownOption() {
    refusals.refuses(List.of("adapt", task.config("adapt"), "--gpu"), "--gpu", "adapt --help");
  }

  @Test
  void noConfig() {
    refusals.refuses(List.of("adapt"), "CONFIG", "adapt --help");
  }

  @Test
  void anOptionWithoutItsValue() {
    refusals.refuses(List.of("adapt", task.config("adapt"), "--out"), "--out", "adapt --help");
  }

  private static void variant(String name, String old, String changed) throws IOException {
    String text = Files.readString(Path.of(task.config("adapt")));
    assertThat(text).contains(old);
    task.write(name + ".yaml", text.replace(old, changed));
  }
}
