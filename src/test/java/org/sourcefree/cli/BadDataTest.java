package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;

/** Images and labels that are absent, damaged or do not fit. */
@Tag("end-to-end")
class BadDataTest {
  private static final String TRAIN =
      "target/leftImg8bit/train/streets/streets_000003_000001_leftImg8bit.png";
  private static final String LABEL =
      "target/gtFine/val/streets/streets_000002_000001_gtFine_labelIds.png";

  @TempDir private static Path root;
  private static Refusals refusals;

  @BeforeAll
  static void pretrain() {
    refusals = Refusals.of(root);
  }

  @Test
  void anAbsentFolder() {
    refusals.adapt(target(root.resolve("no_images")), "no_images", "does not exist");
  }

  @Test
  void aFolderWithoutImages() throws IOException {
    Path empty = Files.createDirectories(root.resolve("empty"));
    refusals.adapt(target(empty), empty.toString(), "must hold images", "got none");
  }

  @Test
  void aFolderThatIsAFile() {
    refusals.adapt(target(refusals.task().write("a_file", "text")), "a_file", "must be a folder");
  }

  @Test
  void moreImagesInABatchThanThereAre() {
    refusals.adapt(List.of("training.batch_size=7"), "batch_size", "got 7 with 6 images");
    refusals.pretrain(List.of("training.batch_size=9"), "batch_size", "got 9 with 8 images");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTargetImageThatCannotBeDecoded(boolean statistics) throws IOException {
    String data = "undecodable_" + statistics;
    refusals.task().copy("data", data);
    Files.writeString(root.resolve(data).resolve(TRAIN), "no image");
    List<String> set =
        List.of(
            "data.target.root=" + root.resolve(data), "batch_norm.target_statistics=" + statistics);
    refusals.adapt(set, root.resolve(data).resolve(TRAIN).toString(), "cannot be read");
  }

  @Test
  void aTargetImageThatOnlyTrainingReads() throws IOException {
    refusals.task().copy("data", "trained_on");
    Files.writeString(root.resolve("trained_on").resolve(TRAIN), "no image");
    refusals.adapt(
        List.of(
            "data.target.root=" + root.resolve("trained_on"),
            "batch_norm.target_statistics=false",
            "pseudo_labels={kind: none}",
            "objective=[{kind: entropy, weight: 1}]"),
        root.resolve("trained_on").resolve(TRAIN).toString(),
        "cannot be read");
  }

  @Test
  void anEvaluationImageThatCannotBeDecoded() throws IOException {
    Path image =
        damaged("unseen", "target/leftImg8bit/val/streets/streets_000004_000001_leftImg8bit.png");
    Files.write(image, new byte[0]);
    refuseEvaluation("unseen", image.toString(), "is empty");
  }

  @Test
  void aLabelOfAnotherSize() throws IOException {
    Path label = damaged("sized", LABEL);
    PngWriter.writeGrey(label, LabelMap.filled(48, 96, 7));
    refuseLabels("sized", label.toString(), "must be of the size of image", "96×48", "48×96");
  }

  @Test
  void idsOutOfRange() throws IOException {
    Path label = damaged("ranged", LABEL);
    PngWriter.writeGrey(label, LabelMap.filled(96, 48, 34));
    refuseLabels("ranged", label.toString(), "must hold ids 0 to 33 or 255, got 34");
  }

  @Test
  void noLabelFolder() throws IOException {
    refusals.task().copy("data", "unlabelled");
    for (Path label : SmallTask.files(root.resolve("unlabelled/target/gtFine")).values()) {
      Files.delete(label);
    }
    refuseLabels("unlabelled", "needs label", "gtFine/val");
  }

  @Test
  void nothingLabelled() throws IOException {
    refusals.task().copy("data", "ignored");
    for (Path label : SmallTask.files(root.resolve("ignored/target/gtFine/val")).values()) {
      PngWriter.writeGrey(label, LabelMap.filled(96, 48, 255));
    }
    refuseLabels("ignored", "at least one labelled pixel", root.resolve("ignored").toString());
  }

  @Test
  void evaluationOnImagesWithoutLabels() throws IOException {
    Path images = refusals.task().imageFolder("plain");
    String evaluation = "data.evaluation={kind: image_folder, root: " + images + "}";
    refusals.adapt(List.of(evaluation), images.toString(), "has no label");
    refusals.evaluate(List.of(evaluation), images.toString(), "has no label");
  }

  @Test
  void aSourceLabelOutOfRangeBeforeTheFirstCheckpoint() throws IOException {
    Path label = damaged("source", "source/labels/00002.png");
    PngWriter.writeGrey(label, LabelMap.filled(96, 48, 40));
    refusals.pretrain(
        List.of("data.source.root=" + root.resolve("source")), label.toString(), "got 40");
  }

  @Test
  void aSourceEvaluationLabelIsFoundBeforeTraining() throws IOException {
    Path label = damaged("source_val", "source_val/labels/00003.png");
    Files.delete(label);
    refusals.pretrain(
        List.of("data.evaluation.root=" + root.resolve("source_val")),
        label.toString(),
        "does not exist");
  }

  @Test
  void scenesDrawnFromOtherSettings() throws IOException {
    refusals
        .task()
        .write(
            "other_scenes.yaml",
            SmallTask.scenes(root.resolve("data")).replace("\n  seed: ", "\n  seed: 1"));
    refusals.adapt(
        List.of("data.target.scenes=" + root.resolve("other_scenes.yaml")),
        root.resolve("data").toString(),
        "generated from other settings");
  }

  @Test
  void aFolderWhereScenesShouldBe() throws IOException {
    Path other = Files.createDirectories(root.resolve("other"));
    refusals.adapt(List.of("data.target.root=" + other), "scenes.yaml", other.toString());
  }

  @Test
  void noDescriptionOfTheScenes() {
    refusals.adapt(List.of("data.target.scenes=" + root.resolve("none.yaml")), "none.yaml");
    refusals.adapt(
        List.of("data.target.scenes=" + refusals.task().config("pretrain")),
        "generation",
        "pretrain.yaml");
  }

  @Test
  void resumingNothingDrawsNothing() {
    Path absent = root.resolve("undrawn");
    Terminal.run(
            "adapt",
            refusals.task().config("adapt"),
            "--resume",
            "--out",
            root.resolve("nothing").toString(),
            "--set",
            "data.target.root=" + absent)
        .refused("there must be a run to resume");
    assertThat(absent).doesNotExist();
  }

  private static List<String> target(Path folder) {
    return List.of("data.target={kind: image_folder, root: " + folder + "}");
  }

  /** A copy of the data in which a file is going to be damaged. */
  private static Path damaged(String data, String file) throws IOException {
    refusals.task().copy("data", data);
    return root.resolve(data).resolve(file);
  }

  private static void refuseEvaluation(String data, String... words) {
    List<String> set = List.of("data.evaluation.root=" + root.resolve(data));
    refusals.adapt(set, words);
    refusals.evaluate(set, words);
  }

  /** Adaptation continues without them. */
  private static void refuseLabels(String data, String... words) {
    String root = "data.evaluation.root=" + refusals.task().path(data);
    refusals.evaluate(List.of(root), words);
    Terminal adapted =
        refusals
            .task()
            .adapt("unmeasured_" + data, "--set", root, "--set", "training.steps_per_round=1");
    assertThat(adapted.complaints()).singleElement().asString().contains(words);
    assertThat(adapted.code()).isZero();
  }
}
