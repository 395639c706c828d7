package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunLog;
import org.sourcefree.run.ValidationPoint;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.testing.Events;
import org.sourcefree.testing.Events.Value;
import org.sourcefree.training.StepLosses;

/** What a run tells whoever watches it, and that telling changes nothing. */
@Tag("end-to-end")
class WatchedRunTest {
  private static final String VALIDATE = "training.validate_every=5";

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    task = SmallTask.make(root, "--set", VALIDATE);
    task.adapt("plain").succeeded();
    task.adapt("validated", "--set", VALIDATE).succeeded();
  }

  @Test
  void validationChangesNothingThatTrainingDetermines() throws IOException {
    assertThat(SmallTask.trained(path("validated"))).isEqualTo(SmallTask.trained(path("plain")));
    assertThat(results("validated").after()).isEqualTo(results("plain").after());
  }

  @Test
  void eventsHoldEveryStepsLosses() throws IOException {
    Map<String, Map<Long, Float>> scalars = scalars("plain");
    List<StepLosses> steps = new RunLog(path("plain")).steps();
    assertThat(steps).hasSize(SmallTask.STEPS);
    for (StepLosses step : steps) {
      Map<String, Double> expected = new TreeMap<>(step.terms());
      expected.put("total", step.total());
      expected.forEach(
          (term, value) ->
              assertThat(scalars.get("loss/" + term))
                  .hasSize(SmallTask.STEPS)
                  .containsEntry(step.step(), value.floatValue()));
      assertThat(scalars.get("learning_rate"))
          .containsEntry(step.step(), (float) step.learningRate());
    }
  }

  @Test
  void eventsHoldSharesAndEntropyOfTheTarget() throws IOException {
    Map<String, Map<Long, Float>> scalars = scalars("plain");
    List<String> classes = StandardClasses.CITYSCAPES_19.set().names();
    for (WatchPoint point : new RunLog(path("plain")).watch()) {
      assertThat(scalars.get("target/entropy"))
          .containsEntry(point.step(), (float) point.entropy());
      for (int c = 0; c < classes.size(); c++) {
        assertThat(scalars.get("target/share/" + classes.get(c)))
            .containsEntry(point.step(), point.shares().get(c).floatValue());
      }
    }
  }

  @Test
  void eventsHoldScoresBeforeMeanwhileAndAfter() throws IOException {
    Map<String, Map<Long, Float>> scalars = scalars("validated");
    Results results = results("validated");
    assertThat(scalars.get("source_only/miou"))
        .isEqualTo(Map.of(0L, (float) results.before().orElseThrow().miou()));
    assertThat(scalars.get("evaluation/miou"))
        .containsOnlyKeys(0L, 5L, 10L, 12L)
        .containsEntry(0L, (float) results.targetStatistics().orElseThrow().miou())
        .containsEntry(12L, (float) results.after().orElseThrow().miou());
    results
        .after()
        .orElseThrow()
        .iou()
        .forEach(
            (name, iou) ->
                assertThat(scalars.get("evaluation/iou/" + name))
                    .containsEntry(12L, iou.floatValue()));
    assertThat(scalars("plain").get("evaluation/miou")).containsOnlyKeys(0L, 12L);
  }

  @Test
  void eventsHoldPicturesOfPredictionsAndPseudoLabels() throws IOException {
    Map<String, Set<Long>> pictures = new TreeMap<>();
    for (Value value : Events.in(path("plain"))) {
      if (value.png().hasRemaining()) {
        pictures.computeIfAbsent(value.tag(), tag -> new TreeSet<>()).add(value.step());
      }
    }
    assertThat(pictures).hasSize(2 * 3);
    for (int image = 1; image <= 3; image++) {
      assertThat(pictures.get("target_%d/prediction/image".formatted(image)))
          .containsExactly(0L, 6L, 12L);
      assertThat(pictures.get("target_%d/pseudo_labels/image".formatted(image)))
          .containsExactly(0L, 6L);
    }
  }

  @Test
  void theBestModelByMiouIsKept() {
    Results results = results("validated");
    List<ValidationPoint> points = new RunLog(path("validated")).validation();
    assertThat(points).extracting(ValidationPoint::step).containsExactly(0L, 5L, 10L, 12L);
    ValidationPoint best = points.get(0);
    for (ValidationPoint point : points) {
      best = point.scores().miou() > best.scores().miou() ? point : best;
    }
    Results.Best kept = results.best().orElseThrow();
    assertThat(kept.step()).isEqualTo(best.step());
    assertThat(kept.scores()).isEqualTo(best.scores());
    assertThat(kept.note()).contains("not source-free");
    Terminal.run(
            "evaluate",
            task.config("evaluate"),
            "--set",
            "model.saved_model=" + path("validated/best/saved_model"),
            "--out",
            path("best_again").toString())
        .succeeded();
    Map<String, ?> again = Json.map(read("best_again/results.json"), "results.json");
    double miou = ((Number) ((Map<?, ?>) again.get("scores")).get("miou")).doubleValue();
    assertThat(miou).isCloseTo(best.scores().miou(), within(1e-9));
    assertThat(path("plain/best")).doesNotExist();
  }

  @Test
  void theBestModelIsPredictedAndServedAtItsRunsSize() throws IOException {
    String best = path("validated/best").toString();
    byte[] asSaid = confidence("as_said", best);
    assertThat(asSaid)
        .isEqualTo(confidence("given", best, "--working-size", "40x88"))
        .isNotEqualTo(confidence("own", best, "--own-size"));
    assertThat(Terminal.run("export", best, "--out", path("served").toString()).succeeded().out())
        .contains("served/validated/1", "the network sees: 40x88");
  }

  private static byte[] confidence(String out, String model, String... more) throws IOException {
    String images = task.imageFolder("unseen").toString();
    List<String> arguments =
        new ArrayList<>(List.of("predict", model, images, "--out", path(out).toString()));
    arguments.addAll(List.of("--outputs", "confidence"));
    arguments.addAll(List.of(more));
    Terminal.run(arguments.toArray(String[]::new)).succeeded();
    return Files.readAllBytes(path(out).resolve("confidence/drive/0.png"));
  }

  @Test
  void theChoiceIsCalledNotSourceFreeOnTheTerminal() {
    Terminal again = task.adapt("validated", "--set", VALIDATE, "--resume").succeeded();
    assertThat(again.out()).contains("Best: ", "best/saved_model", "not source-free");
  }

  @Test
  void aPretrainedModelIsValidatedToo() {
    List<ValidationPoint> points = new RunLog(path("pretrained")).validation();
    assertThat(points)
        .extracting(ValidationPoint::step)
        .containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L);
    assertThat(path("pretrained/best/saved_model")).isDirectory();
  }

  @Test
  void validationNeedsLabels() throws IOException {
    String config = Files.readString(Path.of(task.config("adapt")));
    String unlabelled =
        config
            .lines()
            .filter(line -> !line.startsWith("  evaluation:"))
            .collect(Collectors.joining("\n"));
    task.write("unlabelled.yaml", unlabelled);
    Refusals refusals = new Refusals(task);
    refusals.refused(
        "adapt",
        "unlabelled",
        List.of(VALIDATE),
        "training.validate_every needs labelled images",
        "data.evaluation");
    refusals.adapt(List.of("training.validate_every=0"), "validate_every must be positive, got 0");
  }

  @Test
  void everyLineIsStrictJsonWithTheDocumentedKeys() {
    read("validated/metrics.jsonl")
        .lines()
        .forEach(
            line ->
                assertThat(Json.map(line, "line"))
                    .containsOnlyKeys(
                        "step",
                        "learning_rate",
                        "total",
                        "cross_entropy",
                        "entropy",
                        "negative_learning")
                    .doesNotContainValue(null));
    assertThat(Json.read(path("validated/classes.json"), ClassSet.class).names())
        .isEqualTo(StandardClasses.CITYSCAPES_19.set().names());
  }

  private static Path path(String name) {
    return task.path(name);
  }

  private static Results results(String run) {
    return new RunLog(path(run)).results();
  }

  private static String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Every scalar by tag and step, each there once. */
  static Map<String, Map<Long, Float>> scalars(Path run) throws IOException {
    Map<String, Map<Long, Float>> scalars = new TreeMap<>();
    List<Value> twice = new ArrayList<>();
    for (Value value : Events.in(run)) {
      if (!value.png().hasRemaining()
          && scalars
                  .computeIfAbsent(value.tag(), tag -> new TreeMap<>())
                  .put(value.step(), value.number())
              != null) {
        twice.add(value);
      }
    }
    assertThat(twice).isEmpty();
    return scalars;
  }

  private static Map<String, Map<Long, Float>> scalars(String run) throws IOException {
    return scalars(path(run));
  }
}
