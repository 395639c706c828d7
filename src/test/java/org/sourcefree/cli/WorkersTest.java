package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.sourcefree.distributed.Cluster;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.Results;
import org.sourcefree.trust.Models;
import org.sourcefree.workers.Workers;

/** Several processes that share every batch do what one does. */
@Tag("end-to-end")
class WorkersTest {
  @TempDir private Path root;

  private static final List<String> QUIET = List.of("env", "TF_CPP_MIN_LOG_LEVEL=3");

  private static final List<String> SHORT =
      List.of(
          "--set", "training.batch_size=4",
          "--set", "training.rounds=1",
          "--set", "training.steps_per_round=5",
          "--set", "schedule.steps=5");

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
  @ValueSource(strings = {"pool", "fixed", "matching", "soft", "partial", "rare"})
  @Tag("slow")
  void othersComputeWhatOneDoes(String method) throws IOException {
    SmallTask task = SmallTask.make(root);
    SelfTrainingTest.write(task, root, method);
    severalComputeWhatOneDoes(task.config(method), 2);
  }

  private void severalComputeWhatOneDoes(String config, int number) throws IOException {
    Child alone = Child.start(root.resolve("one.txt"), QUIET, adapt(config, "one", SHORT));
    assertThat(alone.code()).as(alone.text()).isZero();
    List<Child> workers =
        start("several", Collections.nCopies(number, adapt(config, "several", SHORT)));
    workers.forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
    assertThat(workers.get(0).text()).contains(number + " workers share every batch");
    assertThat(workers.get(1).text()).doesNotContain("mIoU");

    List<Map<String, Object>> one = metrics("one");
    List<Map<String, Object>> several = metrics("several");
    assertThat(several).hasSize(5).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      for (Map.Entry<String, Object> value : one.get(i).entrySet()) {
        if (value.getValue() instanceof Number found && !value.getKey().contains("second")) {
          double expected = found.doubleValue();
          assertThat(((Number) several.get(i).get(value.getKey())).doubleValue())
              .as("%s of step %d", value.getKey(), i)
              .isCloseTo(expected, within(1e-5 * Math.abs(expected)));
        }
      }
    }
    requireClose(weights("one"), weights("several"));
    assertThat(labels("several")).isEqualTo(labels("one"));
    assertThat(results("several").before()).isEqualTo(results("one").before());
    assertThat(results("several").targetStatistics()).isEqualTo(results("one").targetStatistics());
    assertThat(root.resolve("several/.workers")).doesNotExist();
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

  @Test
  @Tag("slow")
  void aKilledWorkerEndsTheOthersAndTheRunResumes() throws IOException {
    SmallTask task = SmallTask.make(root);
    List<String> longer =
        List.of("--set", "training.batch_size=4", "--set", "training.checkpoint_every=2");
    List<Child> whole = start(task, "whole", longer, longer);
    whole.forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());

    List<Child> killed = start(task, "killed", longer, longer);
    assertThat(
            killed
                .get(0)
                .awaits(() -> Files.exists(root.resolve("killed/checkpoints/step_00000002"))))
        .isTrue();
    killed.get(1).process().destroyForcibly();
    assertThat(killed.get(0).code()).isEqualTo(Workers.START_AGAIN);
    assertThat(killed.get(0).text())
        .contains("worker 1 (127.0.0.1:", "is gone or hangs", "start all workers again");

    List<String> resumed = new ArrayList<>(longer);
    resumed.add("--resume");
    List<Child> again = start(task, "killed", resumed, resumed);
    again.forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
    assertThat(SmallTask.trained(root.resolve("killed")))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void severalEvaluateAndPredictWhatOneDoes() throws IOException {
    SmallTask task = SmallTask.make(root);
    Terminal.run("evaluate", task.config("evaluate"), "--out", path("one")).succeeded();
    List<String> evaluate = List.of("evaluate", task.config("evaluate"), "--out", path("two"));
    List<Child> workers = start("evaluate", List.of(evaluate, evaluate));
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
    start("predict", List.of(shared, shared, shared))
        .forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
    assertThat(SmallTask.files(root.resolve("shared/trainids")).keySet()).isNotEmpty();
    SmallTask.files(root.resolve("predicted/trainids"))
        .forEach(
            (name, file) ->
                assertThat(root.resolve("shared/trainids").resolve(name))
                    .hasSameBinaryContentAs(file));
  }

  @Test
  void aCommandThatWorkersCannotShareIsRefused() {
    Child child =
        Child.start(
            root.resolve("out.txt"),
            List.of("env", "TF_CONFIG=" + variable(List.of("127.0.0.1:1", "127.0.0.1:2"), 0)),
            List.of("reproduce", "none.yaml"));
    assertThat(child.code()).isEqualTo(2);
    assertThat(child.text()).contains("reproduce must run in one process");
  }

  private List<Child> start(
      SmallTask task, String folder, List<String> moreOfChief, List<String> moreOfOther)
      throws IOException {
    String config = task.config("adapt");
    return start(
        folder, List.of(adapt(config, folder, moreOfChief), adapt(config, folder, moreOfOther)));
  }

  private List<String> adapt(String config, String folder, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("adapt", config, "--out", path(folder)));
    arguments.addAll(more.contains("training.batch_size=4") ? List.of() : SHORT);
    arguments.addAll(more);
    return arguments;
  }

  /** A process for each command, all workers of one cluster. */
  private List<Child> start(String name, List<List<String>> commands) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      addresses.add(address());
    }
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      children.add(
          Child.start(
              Files.createTempFile(root, name, ".txt"),
              List.of("env", "TF_CPP_MIN_LOG_LEVEL=3", "TF_CONFIG=" + variable(addresses, i)),
              commands.get(i)));
    }
    return children;
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private static String variable(List<String> addresses, int index) {
    return Cluster.text(addresses, index);
  }

  private static String address() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
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

  private Map<String, float[]> weights(String run) {
    Path savedModel = root.resolve(run).resolve("saved_model");
    try (ModelSession model = new Models().open(savedModel).session(Compute.DEFAULT)) {
      return Variables.read(model.session(), model.weights());
    }
  }

  private static void requireClose(Map<String, float[]> one, Map<String, float[]> two) {
    assertThat(two.keySet()).isEqualTo(one.keySet()).isNotEmpty();
    one.forEach(
        (name, expected) -> {
          float largest = 0;
          for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
          }
          float[] found = two.get(name);
          for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as(name).isCloseTo(expected[i], within(1e-5f * largest));
          }
        });
  }
}
