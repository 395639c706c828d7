package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** check says everything that would stop a run at once, and writes nothing. */
class CheckTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void pretrain() throws IOException {
    task = SmallTask.make(root, "--set", "training.steps_per_round=1");
    task.writeSuite();
    task.imageFolder("images");
  }

  @Test
  void aSoundAdaptation() throws IOException {
    assertThat(passed("adapt"))
        .anyMatch(line -> line.startsWith("note: disk: the run takes at most "))
        .anyMatch(line -> line.startsWith("note: memory: about "))
        .anyMatch(
            line -> line.matches("note: time: about .*: 12 steps of .* and 30 predictions of .*"))
        .last()
        .isEqualTo("Nothing would stop the run.");
  }

  @Test
  void aSoundPretrainingSuiteAndPairOfScenes() throws IOException {
    passed("pretrain", "--out", root.resolve("new").toString(), "--no-step");
    passed("scenes", "--out", root.resolve("new").toString());
    assertThat(passed("suite"))
        .anyMatch(line -> line.contains("runs takes at most "))
        .anyMatch(line -> line.matches("note: time: about .* \\(\\d+ runs of .*"));
  }

  @Test
  void withoutAStepNeitherTimeNorMemoryIsTold() throws IOException {
    assertThat(passed("adapt", "--no-step"))
        .noneMatch(line -> line.contains("time:") || line.contains("memory:"));
  }

  @Test
  void everyMistakeInTheKeys() throws IOException {
    assertThat(
            refused(
                "adapt",
                "--set",
                "sed=1",
                "--set",
                "training.batch_size=two",
                "--set",
                "pseudo_labels.proportion=1.5"))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("error: unknown key sed"))
        .anyMatch(line -> line.startsWith("error: batch_size must be a whole number"))
        .anyMatch(line -> line.startsWith("error: proportion must be in (0, 1]"))
        .last()
        .isEqualTo("The run would stop: 3 errors.");
  }

  @Test
  void aConfigThatIsNotThere() throws IOException {
    assertThat(refused("absent")).anyMatch(line -> line.startsWith("error: there must be a file"));
  }

  @Test
  void everythingThatWouldStopTheRunTheWorstFirst() throws IOException {
    List<String> lines =
        refused(
            "adapt",
            "--out",
            root.resolve("images").toString(),
            "--set",
            "model.classes=synthia_16",
            "--set",
            "objective.2.width=12",
            "--set",
            "training.batch_size=7",
            "--set",
            "schedule.steps=10",
            "--set",
            "data.training_view.crop=400",
            "--set",
            "data.evaluation={kind: image_folder, root: %s}".formatted(root.resolve("images")));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("error: the output folder must not exist yet"))
        .anyMatch(line -> line.startsWith("error: model.classes must agree with the SavedModel"))
        .anyMatch(line -> line.startsWith("error: negative_learning.width"))
        .anyMatch(line -> line.startsWith("error: batch_size must be at most the number of images"))
        .anyMatch(line -> line.startsWith("error: data.evaluation: evaluation must have labels"))
        .anyMatch(line -> line.startsWith("warning: schedule: the learning rate is 0 from step 10"))
        .anyMatch(line -> line.startsWith("warning: data.training_view: the crop of 400 pixels"));
    List<String> words = lines.stream().map(line -> line.split(":", 2)[0]).distinct().toList();
    assertThat(words).startsWith("error", "warning");
  }

  @Test
  void whatIsWrongWithDataIsToldWhereTheModelIsMissing() throws IOException {
    assertThat(
            refused(
                "adapt",
                "--set",
                "model.saved_model=nowhere",
                "--set",
                "data.target={kind: cityscapes, root: nowhere, split: train}"))
        .anyMatch(line -> line.contains("found none (nowhere, looked for in "))
        .anyMatch(line -> line.contains("data.target: folder nowhere does not exist"))
        .anyMatch(line -> line.startsWith("note: time, memory and disk can be told once"));
  }

  @Test
  void eachDamagedFile() throws IOException {
    task.copy("data", "damaged");
    List<Path> images = images("damaged", ".*_leftImg8bit.png");
    List<Path> labels = images("damaged", ".*val.*_labelIds.png");
    Path image = images.get(0);
    Files.write(image, Arrays.copyOf(Files.readAllBytes(image), 300));
    Files.delete(labels.get(0));
    Path other = labels.get(1);
    Files.write(other, Arrays.copyOf(Files.readAllBytes(other), 100));
    String place = root.resolve("damaged").toString();
    assertThat(
            refused(
                "adapt",
                "--no-step",
                "--set",
                "data.target.root=" + place,
                "--set",
                "data.evaluation.root=" + place))
        .anyMatch(line -> line.contains(image + " cannot be read"))
        .anyMatch(line -> line.contains(labels.get(0) + " does not exist"))
        .anyMatch(line -> line.contains(other + " cannot be read"));
  }

  @Test
  void scenesThatAreMissingAreNotDrawn() throws IOException {
    String elsewhere = root.resolve("elsewhere").toString();
    assertThat(passed("adapt", "--no-step", "--set", "data.target.root=" + elsewhere))
        .contains("note: data.target: generated when the run starts");
  }

  @Test
  void anOutputBelowAFile() throws IOException {
    String below = task.config("adapt") + "/run";
    assertThat(refused("adapt", "--no-step", "--out", below))
        .anyMatch(line -> line.startsWith("error: the folder " + below + " could not be made"));
  }

  @Test
  void weightsThatAreMissing() throws IOException {
    task.copy("pretrained", "emptied");
    Path data = images("emptied/saved_model", ".*variables.data.*").get(0);
    Files.delete(data);
    assertThat(
            refused("adapt", "--set", "model.saved_model=" + root.resolve("emptied/saved_model")))
        .anyMatch(line -> line.startsWith("error: "));
  }

  @Test
  void everyRowOfASuite() throws IOException {
    String suite = Files.readString(Path.of(task.config("suite")));
    task.write("bad.yaml", Files.readString(Path.of(task.config("ld"))).replace("crop", "corp"));
    task.write(
        "suite_bad.yaml",
        suite.replace("/ld.yaml", "/bad.yaml").replace("/entmin.yaml", "/absent.yaml"));
    assertThat(refused("suite_bad"))
        .anyMatch(line -> line.startsWith("error: row ld: unknown key corp"))
        .anyMatch(line -> line.startsWith("error: row entmin: there must be a file"))
        .anyMatch(line -> line.startsWith("error: sweep alpha: unknown key corp"));
    task.write("suite_means.yaml", suite.replace("without: []", "without: [rode]"));
    assertThat(refused("suite_means", "--no-step"))
        .anyMatch(line -> line.startsWith("error: means.without must name classes"));
  }

  private static List<Path> images(String folder, String pattern) throws IOException {
    return SmallTask.files(root.resolve(folder)).values().stream()
        .filter(file -> file.toString().matches(pattern))
        .toList();
  }

  private static List<String> passed(String config, String... more) throws IOException {
    return lines(0, config, more);
  }

  private static List<String> refused(String config, String... more) throws IOException {
    return lines(2, config, more);
  }

  private static List<String> lines(int code, String config, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("check", task.config(config)));
    arguments.addAll(List.of(more));
    Map<String, Path> before = SmallTask.files(root);
    Terminal terminal = Terminal.run(arguments.toArray(String[]::new));
    assertThat(SmallTask.files(root)).isEqualTo(before);
    assertThat(terminal.complaints()).isEmpty();
    assertThat(terminal.code()).as(terminal.out()).isEqualTo(code);
    return terminal.out().lines().toList();
  }
}
