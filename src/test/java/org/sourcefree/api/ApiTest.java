package org.sourcefree.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.Cityscapes;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Split;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.AdaptationData;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.Outcome;
import org.sourcefree.testing.Poison;
import org.sourcefree.trust.Trust;

/** What a Java program calls, on the shipped model and made-up images. */
class ApiTest {
  private static final Path SOURCE = Path.of("models/street_scenes_source");
  private static final Path EXAMPLE = Path.of("src/test/java/org/sourcefree/api/ApiExample.java");
  private static final EvaluationView VIEW = new EvaluationView(256, 128);

  @TempDir private static Path root;
  private static Path image;
  private static Path config;
  private static Cityscapes labelled;

  @BeforeAll
  static void write() throws IOException {
    image = root.resolve("street.png");
    PngWriter.writeRgb(image, MadeUp.image(150, 90, 1));
    Path images = Files.createDirectories(root.resolve("leftImg8bit/val/town"));
    Path labels = Files.createDirectories(root.resolve("gtFine/val/town"));
    for (int i = 0; i < 4; i++) {
      String name = "town_%06d_000000".formatted(i);
      PngWriter.writeRgb(images.resolve(name + "_leftImg8bit.png"), MadeUp.image(256, 128, 2 + i));
      byte[] ids = new byte[256 * 128];
      Arrays.fill(ids, (byte) 7);
      PngWriter.writeGrey(
          labels.resolve(name + "_gtFine_labelIds.png"), new LabelMap(256, 128, ids));
    }
    labelled = new Cityscapes(root, Split.VAL);
    config = root.resolve("adapt.yaml");
    String data = "{kind: cityscapes, root: \"%s\", split: val}".formatted(root);
    List<String> set =
        List.of(
            "data.target=" + data,
            "data.evaluation=" + data,
            "training={batch_size: 2, rounds: 2, steps_per_round: 2, checkpoint_every: 1}",
            "schedule.steps=4",
            "data.training_view.crop=64");
    Experiment read =
        ConfigReader.read(Path.of("configs/street_scenes/ld.yaml"), set, Experiment.class);
    Files.writeString(config, ConfigWriter.yaml(read));
  }

  @Test
  void theExampleRuns() {
    Path folder = root.resolve("example");
    Scores scores = ApiExample.adapt(SOURCE, image, config, folder, labelled);
    assertThat(scores.miou()).isBetween(0.0, 100.0);
    try (SegmentationModel copy = SegmentationModel.open(folder.resolve("copy"))) {
      assertThat(copy.evaluate(labelled, VIEW)).isEqualTo(scores);
    }
  }

  @Test
  void theExampleIsTheOneThatDocumentsShow() throws IOException {
    String code = Files.readString(EXAMPLE);
    String example =
        code.substring(
                code.indexOf("  // The example begins.\n") + "  // The example begins.\n".length(),
                code.indexOf("  // The example ends."))
            .stripTrailing()
            .stripIndent();
    assertThat(example.lines().count()).isLessThanOrEqualTo(20);
    assertThat(Files.readString(Path.of("src/README.md"))).contains(example);
    String comment =
        Files.readAllLines(Path.of("src/main/java/org/sourcefree/api/package-info.java")).stream()
            .map(line -> line.replaceFirst("^ \\* ?", ""))
            .collect(Collectors.joining("\n"));
    assertThat(comment).contains(example);
  }

  @Test
  void predictsAtTheImagesOwnSize() {
    try (SegmentationModel model = SegmentationModel.open(SOURCE)) {
      Prediction prediction = model.predict(image);
      assertThat(prediction.labels().width()).isEqualTo(150);
      assertThat(prediction.labels().height()).isEqualTo(90);
      assertThat(model.classes().names()).contains(prediction.classAt(149, 89));
      assertThat(prediction.confidenceAt(149, 89)).isBetween(0.0, 1.0);
      assertThatThrownBy(() -> prediction.classAt(150, 0))
          .isInstanceOf(IllegalArgumentException.class);
      RgbImage pixels = MadeUp.image(150, 90, 1);
      EvaluationView view = model.view().orElseThrow();
      assertThat(model.predict(pixels).labels().ids())
          .isEqualTo(prediction.labels().ids())
          .isEqualTo(model.predict(pixels, view).labels().ids());
    }
  }

  @Test
  void aStoppedRunIsResumedToTheSameBytes() throws IOException {
    Outcome whole = Adapter.of(config).run(root.resolve("whole"));
    StopRequest stop = new StopRequest();
    List<Long> steps = new ArrayList<>();
    Adapter stopped =
        Adapter.of(config)
            .stoppedBy(stop)
            .onStep(
                losses -> {
                  steps.add(losses.step());
                  stop.make();
                });
    assertThatThrownBy(() -> stopped.run(root.resolve("stopped")))
        .isInstanceOf(StoppedException.class);
    assertThat(steps).containsExactly(0L);
    Outcome resumed =
        Adapter.of(config)
            .onStep(losses -> steps.add(losses.step()))
            .resume(root.resolve("stopped"));
    assertThat(steps).containsExactly(0L, 1L, 2L, 3L);
    String weights = "variables/variables.data-00000-of-00001";
    assertThat(resumed.savedModel().resolve(weights))
        .hasSameBinaryContentAs(whole.savedModel().resolve(weights));
    assertThat(resumed.results().after()).isEqualTo(whole.results().after());
  }

  @Test
  void takesAConfigThatWasBuilt() {
    Adaptation read = Adapter.of(config).config();
    Adaptation built =
        new Adaptation(
            read.seed(),
            read.output(),
            read.model(),
            new AdaptationData(
                labelled,
                Optional.empty(),
                read.data().trainingView(),
                read.data().evaluationView(),
                Optional.empty()),
            read.batchNorm(),
            read.pseudoLabels(),
            read.teacher(),
            read.mixing(),
            read.heads(),
            read.discriminators(),
            List.of(),
            read.optimizer(),
            read.schedule(),
            read.training(),
            Optional.empty(),
            Optional.empty());
    Outcome outcome = Adapter.of(built).run(root.resolve("built"));
    assertThat(outcome.savedModel()).isDirectory();
    assertThat(outcome.results().after()).isEmpty();
  }

  @Test
  void refusesAModelThatDoesMoreThanComputeUnlessItIsTrusted() throws IOException {
    Path model = root.resolve("poisoned");
    Path written = root.resolve("written");
    try (SegmentationModel source = SegmentationModel.open(SOURCE)) {
      source.save(model);
    }
    Poison.into(
        model,
        graph ->
            graph
                .getGraphDefBuilder()
                .addNode(Poison.text("name", written.toString()))
                .addNode(Poison.text("text", "x"))
                .addNode(Poison.node("bad", "WriteFile", "name", "text")));
    assertThatThrownBy(() -> SegmentationModel.open(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("WriteFile writes files (node bad", model.toString());
    assertThatThrownBy(
            () -> Adapter.of(config, "model.saved_model=" + model).run(root.resolve("never")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("WriteFile writes files (node bad");
    assertThat(root.resolve("never")).doesNotExist();
    SegmentationModel.open(model, Trust.EVERYTHING).close();
    assertThat(written).doesNotExist();
  }

  @Test
  void savesIntoNewFoldersAlone() {
    try (SegmentationModel model = SegmentationModel.open(SOURCE)) {
      assertThatThrownBy(() -> model.save(root)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void saysWhatIsNoModelAndWhatIsNoAdaptation() {
    assertThatThrownBy(() -> SegmentationModel.open(root.resolve("nothing")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> Adapter.of(Path.of("configs/street_scenes/source_only.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("kind must be adaptation");
  }
}
