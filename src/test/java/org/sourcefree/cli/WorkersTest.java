package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.config.Json;
import org.sourcefree.files.Folders;
import org.sourcefree.run.Results;

/** Several processes that share every batch do what one does. */
@Tag("end-to-end")
class WorkersTest {
  @TempDir private Path root;

  private static final List<String> QUIET = List.of("env", "TF_CPP_MIN_LOG_LEVEL=3");

  /**
   * Seeds, tried until one agrees. At one in four or eight rounding decides whether an activation
   * next to 0 passes, which moves what follows; arithmetic that is not the same shows at every
   * seed.
   */
  private static final List<Integer> SEEDS = List.of(7, 8, 9);

  private static final double SAME = 1e-5;
  private static final double MOST_BY_ROUNDING = 1e-3;

  private static final List<String> SHORT =
      List.of(
          "--set", "training.batch_size=4",
          "--set", "training.rounds=1",
          "--set", "training.steps_per_round=5");

  @Test
  void twoWorkersComputeWhatOneDoes() throws IOException {
    SmallTask task = SmallTask.make(root);
    severalComputeWhatOneDoes(task.config("adapt"), 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  @Tag("slow")
  void moreWorkersComputeWhatOneDoes(int workers) throws IOException {
    SmallTask task = SmallTask.make(root);
    severalComputeWhatOneDoes(task.config("adapt"), workers);
  }

  @Test
  void twoWorkersPlayAgainstDiscriminatorsAsOneDoes() throws IOException {
    othersComputeWhatOneDoes("adversarial");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "fixed", "matching", "soft", "partial", "rare", "patches"})
  @Tag("slow")
  void othersComputeWhatOneDoes(String method) throws IOException {
    SmallTask task = SmallTask.make(root);
    SmallMethods.write(task, root, method);
    severalComputeWhatOneDoes(task.config(method), 2);
  }

  /** At a low rate: a teacher's label that flips between two classes moves more than additions. */
  @ParameterizedTest
  @ValueSource(strings = {"teacher", "mosaic", "prior"})
  @Tag("slow")
  void workersAreTaughtAsOneIs(String method) throws IOException {
    SmallTask task = SmallTask.make(root);
    SmallMethods.write(task, root, method);
    List<String> slowly = new ArrayList<>(SHORT);
    slowly.addAll(List.of("--set", "schedule.learning_rate=0.0001"));
    severalComputeWhatOneDoes(task.config(method), 3, slowly);
  }

  @Test
  @Tag("slow")
  void twoWorkersTrainOnARankedPartAsOneDoes() throws IOException {
    SmallTask task = SmallTask.make(root);
    task.write(
        "ranked.yaml",
        RankedPartTest.config(task)
            .replace("proportion: 0.67", "proportion: 0.34")
            .replace("source_batches: {batch_size: 1}", "source_batches: {batch_size: 2}"));
    severalComputeWhatOneDoes(task.config("ranked"), 2);
    assertThat(SmallTask.files(root.resolve("several/ranking")).keySet())
        .hasSize(4)
        .isEqualTo(SmallTask.files(root.resolve("one/ranking")).keySet());
    assertThat(Files.readString(root.resolve("several/ranking/ranking.json")))
        .isEqualTo(Files.readString(root.resolve("one/ranking/ranking.json")));
  }

  private void severalComputeWhatOneDoes(String config, int number) throws IOException {
    severalComputeWhatOneDoes(config, number, SHORT);
  }

  private void severalComputeWhatOneDoes(String config, int number, List<String> settings)
      throws IOException {
    List<Double> differences = new ArrayList<>();
    for (int seed : SEEDS) {
      if (differences.stream().noneMatch(each -> each <= SAME)) {
        List<String> seeded = new ArrayList<>(settings);
        seeded.addAll(List.of("--set", "seed=" + seed));
        differences.add(difference(config, number, seeded));
      }
    }
    assertThat(differences)
        .anyMatch(each -> each <= SAME)
        .allMatch(each -> each <= MOST_BY_ROUNDING);
  }

  /** Of losses and weights, relative; all else must be equal. */
  private double difference(String config, int number, List<String> settings) throws IOException {
    Folders.delete(root.resolve("one"));
    Folders.delete(root.resolve("several"));
    Child alone = Child.start(root.resolve("one.txt"), QUIET, adapt(config, "one", settings));
    assertThat(alone.code()).as(alone.text()).isZero();
    List<Child> workers =
        ChildWorkers.start(root, Collections.nCopies(number, adapt(config, "several", settings)));
    workers.forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
    assertThat(workers.get(0).text()).contains(number + " workers share every batch");
    assertThat(workers.get(1).text()).doesNotContain("mIoU");
    assertThat(labels("several")).isEqualTo(labels("one"));
    assertThat(results("several").before()).isEqualTo(results("one").before());
    assertThat(results("several").targetStatistics()).isEqualTo(results("one").targetStatistics());
    assertThat(root.resolve("several/.workers")).doesNotExist();
    return Math.max(
        ofLosses(metrics("one"), metrics("several")),
        ChildWorkers.differenceOfWeights(root.resolve("one"), root.resolve("several")));
  }

  private static double ofLosses(List<Map<String, Object>> one, List<Map<String, Object>> several) {
    assertThat(several).hasSize(5).hasSameSizeAs(one);
    double most = 0;
    for (int i = 0; i < one.size(); i++) {
      for (Map.Entry<String, Object> value : one.get(i).entrySet()) {
        if (value.getValue() instanceof Number found && !value.getKey().contains("second")) {
          double expected = found.doubleValue();
          double got = ((Number) several.get(i).get(value.getKey())).doubleValue();
          assertThat(got).as("%s of step %d", value.getKey(), i).isFinite();
          most = Math.max(most, got == expected ? 0 : Math.abs(got / expected - 1));
        }
      }
    }
    return most;
  }

  @Test
  @Tag("slow")
  void anotherConfigIsRefusedWithTheFirstDifference() throws IOException {
    SmallTask task = SmallTask.make(root);
    List<Child> workers = start(task, "two", List.of(), List.of("--set", "seed=8"));
    workers.forEach(worker -> assertThat(worker.code()).as(worker.text()).isEqualTo(2));
    assertThat(workers.get(1).text())
        .contains("this one has \"seed: 8\" where the chief has \"seed: 7\"");
    assertThat(workers.get(0).text()).contains("but not worker 1 (127.0.0.1:");
    assertThat(root.resolve("two")).doesNotExist();
  }

  /** One process, where memory does not do for the whole batch. */
  @Test
  void aBatchInPartsComputesWhatAtOnceDoes() throws IOException {
    SmallTask task = SmallTask.make(root);
    List<String> frozen = new ArrayList<>(SHORT);
    frozen.addAll(List.of("--set", "batch_norm.statistics=frozen"));
    Terminal.run(adapt(task.config("adapt"), "one", frozen).toArray(String[]::new)).succeeded();
    frozen.addAll(List.of("--set", "training.accumulate=3"));
    Terminal.run(adapt(task.config("adapt"), "parts", frozen).toArray(String[]::new)).succeeded();
    ChildWorkers.requireSameWeights(root.resolve("one"), root.resolve("parts"));
  }

  @Test
  void severalEvaluateAndPredictWhatOneDoes() throws IOException {
    SmallTask task = SmallTask.make(root);
    Terminal.run("evaluate", task.config("evaluate"), "--out", path("one")).succeeded();
    List<String> evaluate = List.of("evaluate", task.config("evaluate"), "--out", path("two"));
    List<Child> workers = ChildWorkers.start(root, List.of(evaluate, evaluate));
    workers.forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
    assertThat(workers.get(0).text()).contains("evaluating 2/2", "mIoU");
    assertThat(Files.readString(root.resolve("two/results.json")))
        .isEqualTo(Files.readString(root.resolve("one/results.json")));

    String images = root.resolve("data/target/leftImg8bit").toString();
    List<String> predict =
        List.of("predict", task.savedModel().toString(), images, "--outputs", "trainids", "--out");
    List<String> alone = new ArrayList<>(predict);
    alone.add(path("predicted"));
    Terminal.run(alone.toArray(String[]::new)).succeeded();
    List<String> shared = new ArrayList<>(predict);
    shared.add(path("shared"));
    ChildWorkers.start(root, List.of(shared, shared, shared))
        .forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
    assertThat(SmallTask.files(root.resolve("shared/trainids")).keySet()).isNotEmpty();
    SmallTask.files(root.resolve("predicted/trainids"))
        .forEach(
            (name, file) ->
                assertThat(root.resolve("shared/trainids").resolve(name))
                    .hasSameBinaryContentAs(file));
  }

  @Test
  void aSharedStepIsTimedBesideOnesOwnShare() throws IOException {
    SmallTask task = SmallTask.make(root);
    Child child =
        Child.start(
            root.resolve("bench.txt"),
            QUIET,
            List.of(
                "bench",
                task.config("adapt"),
                "--workers=2",
                "--repeats=1",
                "--warm-ups=0",
                "--json",
                path("bench.json")));
    assertThat(child.code()).as(child.text()).isZero();
    assertThat(child.text())
        .contains("[0] shares apart", "[0] step of all", "[0] sums alone", "[0] efficiency: ")
        .doesNotContain("[1] chief's share", "[1] efficiency");
    Map<String, ?> figures = Json.map(Files.readString(root.resolve("bench.json")), "bench.json");
    assertThat(figures.get("workers")).isEqualTo(2);
    assertThat((Integer) figures.get("summed_bytes")).isPositive();
  }

  private List<Child> start(
      SmallTask task, String folder, List<String> moreOfChief, List<String> moreOfOther)
      throws IOException {
    String config = task.config("adapt");
    return ChildWorkers.start(
        root, List.of(adapt(config, folder, moreOfChief), adapt(config, folder, moreOfOther)));
  }

  private List<String> adapt(String config, String folder, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("adapt", config, "--out", path(folder)));
    arguments.addAll(more.contains("training.batch_size=4") ? List.of() : SHORT);
    arguments.addAll(more);
    return arguments;
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private List<Map<String, Object>> metrics(String run) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve(run).resolve("metrics.jsonl"))) {
      lines.add(new LinkedHashMap<>(Json.map(line, run)));
    }
    return lines;
  }

  private Results results(String run) {
    return Json.read(root.resolve(run).resolve("results.json"), Results.class);
  }

  /** Every label and threshold file's bytes. */
  private Map<String, String> labels(String run) throws IOException {
    Map<String, String> files = SmallTask.trained(root.resolve(run));
    files.keySet().removeIf(name -> !name.startsWith("pseudo_labels/"));
    return files;
  }
}
