package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Json;
import org.sourcefree.data.Sample;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.evaluation.ConfusionMatrix;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.EvaluationRun;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.Results;
import org.sourcefree.run.Timing;
import org.sourcefree.run.WatchPoint;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

/** Generate, pretrain, adapt and evaluate through the command line, and what they leave. */
@Tag("end-to-end")
class EndToEndTest {
  @TempDir private static Path root;
  private static SmallTask task;
  private static Terminal adapted;
  private static Adaptation config;

  @BeforeAll
  static void adapt() {
    task = SmallTask.make(root);
    adapted = task.adapt("adapted").succeeded();
    config = (Adaptation) read(Path.of(task.config("adapt")));
  }

  @Test
  void leavesEveryFileOfARun() throws IOException {
    assertThat(SmallTask.files(root.resolve("adapted")).keySet())
        .contains(
            "experiment.yaml",
            "metrics.jsonl",
            "panels.png",
            "panels/1_before.png",
            "panels/1_image.png",
            "panels/1_prediction.png",
            "panels/1_target_statistics.png",
            "panels/1_truth.png",
            "provenance.json",
            "pseudo_labels/round_1.json",
            "pseudo_labels/round_2.json",
            "report.html",
            "results.json",
            "saved_model/saved_model.pb",
            "timing.json")
        .noneMatch(name -> name.contains("part") || name.contains("tmp"));
  }

  @Test
  void saysWhatItsTimeWentInto() {
    Timing.Spent spent = Json.read(root.resolve("adapted/timing.json"), Timing.Spent.class);
    assertThat(spent.parts())
        .containsKeys(
            "opening the model",
            "building the step",
            "target statistics",
            "labelling",
            "first step",
            "training",
            "saving states",
            "evaluating",
            "exporting",
            "pictures",
            "other");
    double sum = spent.parts().values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(spent.seconds()).isCloseTo(sum, within(0.02));
  }

  /** Twelve steps at this rate ruin the small network, so that there is something to see. */
  @Test
  void saysOnceWhichClassesFellBelowATenthOfTheirShare() throws IOException {
    List<WatchPoint> watch = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("adapted/watch.jsonl"))) {
      watch.add(Json.read(line, "watch.jsonl", WatchPoint.class));
    }
    assertThat(watch).extracting(WatchPoint::step).containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L);
    List<String> names = StandardClasses.CITYSCAPES_19.set().names();
    Set<String> vanished = new HashSet<>();
    for (WatchPoint point : watch) {
      assertThat(point.shares().stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(point.entropy()).isBetween(0.0, Math.log(19));
      for (int c = 0; c < names.size(); c++) {
        double before = watch.get(0).shares().get(c);
        if (before >= 0.001 && point.shares().get(c) < 0.1 * before) {
          vanished.add(names.get(c));
        }
      }
    }
    assertThat(vanished).isNotEmpty();
    assertThat(adapted.collapses())
        .allMatch(
            line ->
                line.matches(
                    "winner takes all: [a-z ]+ (under )?[0-9.]+ % → (under )?[0-9.]+ % of the predicted pixels after \\d+ steps; frequent classes take over rare ones"))
        .extracting(line -> line.replaceAll("winner takes all: ([a-z ]+?) (under )?[0-9].*", "$1"))
        .containsExactlyInAnyOrderElementsOf(vanished);
  }

  @Test
  void theResolvedConfigReadsBackTheSame() {
    assertThat(read(root.resolve("adapted/experiment.yaml"))).isEqualTo(config);
  }

  @Test
  void logsOneLineAStepInOrder() throws IOException {
    List<String> lines = Files.readAllLines(root.resolve("adapted/metrics.jsonl"));
    assertThat(lines).hasSize(SmallTask.STEPS);
    for (int step = 0; step < lines.size(); step++) {
      assertThat(lines.get(step))
          .startsWith("{\"step\":" + step + ",")
          .contains("\"learning_rate\"", "\"total\"", "\"cross_entropy\"", "\"entropy\"")
          .contains("\"negative_learning\"")
          .doesNotContain("null");
    }
  }

  @Test
  void saysWhereTheResultsComeFrom() throws IOException {
    assertThat(root.resolve("adapted/provenance.json"))
        .content()
        .contains("\"sourcefree_commit\"", "\"tensorflow\"", "\"java\"", "\"seed\": 7")
        .contains("\"model_sha256\"", "\"target_images\": 6");
  }

  @Test
  void keepsThePseudoLabelsOfEachRoundWithThresholdsAndShares() throws IOException {
    for (String round : List.of("round_1", "round_2")) {
      assertThat(root.resolve("adapted/pseudo_labels/" + round + ".json"))
          .content()
          .contains(quoted(StandardClasses.CITYSCAPES_19.set().names()))
          .contains("\"threshold\"", "\"selected_share\"", "\"predicted_pixels\"");
      for (Sample sample : config.data().target().samples()) {
        Path file = root.resolve("adapted/pseudo_labels/" + round + "/" + sample.name() + ".png");
        LabelMap labels = ImageFiles.readIds(file);
        assertThat(labels.size()).isEqualTo(ImageFiles.readSize(sample.image()));
        for (byte id : labels.ids()) {
          assertThat(id & 0xFF)
              .satisfiesAnyOf(c -> assertThat(c).isLessThan(19), EndToEndTest::ignored);
        }
      }
      assertThat(SmallTask.files(root.resolve("adapted/pseudo_labels/" + round))).hasSize(6);
    }
  }

  @Test
  void measuresBeforeWithTargetStatisticsAndAfter() {
    Results results = Json.read(root.resolve("adapted/results.json"), Results.class);
    assertThat(results.before()).isPresent();
    assertThat(results.targetStatistics()).isPresent();
    assertThat(results.after()).isPresent();
    assertThat(results.seconds()).isPositive();
    assertThat(adapted.out().lines())
        .anyMatch(line -> line.startsWith("source only "))
        .anyMatch(line -> line.startsWith("target statistics "))
        .anyMatch(line -> line.startsWith("adapted "))
        .contains("Report: " + root.resolve("adapted/report.html"))
        .anyMatch(line -> line.contains("mIoU"));
  }

  @Test
  void drawsAPanelOfImageTruthAllPredictionsAndErrors() {
    assertThat(ImageFiles.readSize(root.resolve("adapted/panels.png")).width())
        .isGreaterThanOrEqualTo(6 * config.data().evaluationView().width());
  }

  @Test
  void evaluateOfTheExportedModelRepeatsTheResult() {
    Path out = root.resolve("evaluated");
    String model = "model.saved_model=" + root.resolve("adapted/saved_model");
    Terminal.run("evaluate", task.config("adapt"), "--set", model, "--out", out.toString())
        .succeeded();
    Scores scores = Json.read(out.resolve("results.json"), EvaluationRun.Measured.class).scores();
    assertThat(after("adapted")).isEqualTo(scores);
  }

  @Test
  void evaluateOfAPretrainingMeasuresWhatItLeft() {
    Path out = root.resolve("evaluated_source");
    Terminal.run("evaluate", task.config("pretrain"), "--out", out.toString()).succeeded();
    Scores scores = Json.read(out.resolve("results.json"), EvaluationRun.Measured.class).scores();
    assertThat(after("pretrained")).isEqualTo(scores);
  }

  @Test
  void servingGivesTheLabelsThatEvaluationCounts() {
    ConfusionMatrix matrix = new ConfusionMatrix(19);
    try (SavedModelBundle bundle =
        SavedModelBundle.load(root.resolve("adapted/saved_model").toString())) {
      for (Sample sample : config.data().evaluation().orElseThrow().samples()) {
        RgbImage image = Resize.bicubic(ImageFiles.readRgb(sample.image()), 96, 48);
        LabelMap truth =
            config
                .data()
                .evaluation()
                .orElseThrow()
                .label(sample, StandardClasses.CITYSCAPES_19.set());
        try (TUint8 images = Tensors.bytes(Shape.of(1, 48, 96, 3), image.pixels());
            Result result = bundle.function("serving_default").call(Map.of("images", images))) {
          matrix.add(truth.ids(), Tensors.array((TUint8) result.get("labels").orElseThrow()));
        }
      }
    }
    Path out = root.resolve("served");
    Terminal.run(
            "evaluate",
            task.config("adapt"),
            "--set",
            "model.saved_model=" + root.resolve("adapted/saved_model"),
            "--set",
            "data.evaluation_view={width: 96, height: 48}",
            "--out",
            out.toString())
        .succeeded();
    assertThat(Json.read(out.resolve("results.json"), EvaluationRun.Measured.class).scores())
        .isEqualTo(Scores.of(matrix, StandardClasses.CITYSCAPES_19.set().names()));
  }

  @Test
  void adaptsToAPlainFolderOfImages() throws IOException {
    Path images = task.imageFolder("images");
    task.write(
        "plain.yaml",
        Files.readString(Path.of(task.config("adapt")))
            .replaceFirst("target: .*", "target: {kind: image_folder, root: " + images + "}")
            .replaceFirst("  evaluation: .*\n", ""));
    Path out = root.resolve("plain");
    Terminal run = Terminal.run("adapt", task.config("plain"), "--out", out.toString()).succeeded();
    assertThat(run.out()).doesNotContain("mIoU").contains("Model: " + out.resolve("saved_model"));
    assertThat(out.resolve("panels.png")).isRegularFile();
    for (int i = 0; i < 3; i++) {
      Path labels = out.resolve("pseudo_labels/round_2/drive/" + i + ".png");
      assertThat(ImageFiles.readSize(labels))
          .isEqualTo(ImageFiles.readSize(images.resolve("drive/" + i + ".png")));
    }
    Results results = Json.read(out.resolve("results.json"), Results.class);
    assertThat(results.before()).isEmpty();
    assertThat(results.after()).isEmpty();
  }

  private static Scores after(String run) {
    return Json.read(root.resolve(run + "/results.json"), Results.class).after().orElseThrow();
  }

  private static void ignored(int id) {
    assertThat(id).isEqualTo(255);
  }

  private static List<String> quoted(List<String> names) {
    return names.stream().map(name -> '"' + name + '"').toList();
  }

  private static Experiment read(Path file) {
    return ConfigReader.read(file, List.of(), Experiment.class);
  }
}
