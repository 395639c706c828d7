package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Json;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.Pretraining;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.run.Results;
import org.sourcefree.testing.Events;

/** A run that was killed resumes as if it had not been. */
@Tag("end-to-end")
class ResumeTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() throws IOException {
    task = SmallTask.adapted(root);
    String config = Files.readString(Path.of(task.config("adapt")));
    task.write(
        "adapt_batch.yaml",
        config.replace(
            "target_statistics: true", "target_statistics: true, labelling_statistics: batch"));
    adaptBatch("whole_batch").succeeded();
  }

  /** Killed between the first look at the target and the first checkpoint. */
  @Test
  void aLookThatNoCheckpointFollowedIsTakenAgain() throws IOException {
    kill(List.of(), "adapt", "looked", new Killer("target statistics", 2));
    Files.copy(root.resolve("whole/watch.jsonl"), root.resolve("looked/watch.jsonl"));
    task.adapt("looked", "--resume").succeeded();
    assertThat(SmallTask.trained(root.resolve("looked")))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void anAdaptationKilledAgainAndAgainGoesOnToTheSameBits() throws IOException {
    String name = "killed";
    kill(
        List.of(),
        "adapt",
        name,
        new Killer("target statistics", 2),
        new Killer("labelling, round 1", 3),
        new Killer("training", 4),
        new Killer("labelling, round 2", 5),
        new Killer("training", 11));
    task.adapt(name, "--resume").succeeded();
    assertThat(SmallTask.trained(root.resolve(name)))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
    Results results = results(name);
    assertThat(results.before()).isEqualTo(results("whole").before());
    assertThat(results.targetStatistics()).isEqualTo(results("whole").targetStatistics());
    assertThat(results.after()).isEqualTo(results("whole").after());
    assertThat(names(name)).isEqualTo(names("whole"));
    assertThat(WatchedRunTest.scalars(root.resolve(name)))
        .isEqualTo(WatchedRunTest.scalars(root.resolve("whole")));
  }

  /** Every file but events, of which a resumed run has more. */
  private static List<String> names(String run) throws IOException {
    return SmallTask.files(root.resolve(run)).entrySet().stream()
        .filter(file -> !Events.isEventFile(file.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void aKilledRunKeepsTheBestSoFar() throws IOException {
    String name = "killed_validated";
    String every = "training.validate_every=3";
    task.adapt("validated", "--set", every).succeeded();
    Killer[] killers = {new Killer("training", 4), new Killer("labelling, round 2", 5)};
    kill(List.of(every), "adapt", name, killers);
    task.adapt(name, "--set", every, "--resume").succeeded();
    assertThat(results(name).best()).isEqualTo(results("validated").best());
    assertThat(Files.readString(root.resolve(name + "/validation.jsonl")))
        .isEqualTo(Files.readString(root.resolve("validated/validation.jsonl")));
    assertThat(names(name)).isEqualTo(names("validated"));
    assertThat(SmallTask.trained(root.resolve(name + "/best")))
        .isEqualTo(SmallTask.trained(root.resolve("validated/best")))
        .isNotEmpty();
    assertThat(WatchedRunTest.scalars(root.resolve(name)))
        .isEqualTo(WatchedRunTest.scalars(root.resolve("validated")));
  }

  /** Labelling moves the running averages, after the checkpoint at the beginning of its round. */
  @Test
  void runningAveragesThatLabellingMovedAreBackAfterAKill() throws IOException {
    String name = "killed_batch";
    kill(
        List.of(),
        "adapt_batch",
        name,
        new Killer("training", 2),
        new Killer("labelling, round 2", 5),
        new Killer("training", 7),
        new Killer("training", 11));
    adaptBatch(name, "--resume").succeeded();
    assertThat(SmallTask.trained(root.resolve(name)))
        .isEqualTo(SmallTask.trained(root.resolve("whole_batch")));
    assertThat(SmallTask.trained(root.resolve(name)))
        .isNotEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void aKilledPretrainingGoesOnToTheSameBits() throws IOException {
    Pretraining config = (Pretraining) read("pretrain");
    Path out = root.resolve("killed_pretraining");
    TrainingRun run = new TrainingRun(config, new Killer("training", 21));
    assertThatThrownBy(() -> run.run(out, false)).isInstanceOf(Killer.Killed.class);
    Terminal.run("pretrain", task.config("pretrain"), "--out", out.toString(), "--resume")
        .succeeded();
    assertThat(SmallTask.trained(out)).isEqualTo(SmallTask.trained(root.resolve("pretrained")));
  }

  @Test
  void aFinishedRunIsReportedAgainWithoutTraining() throws IOException {
    task.copy("whole", "finished");
    Terminal again = task.adapt("finished", "--resume").succeeded();
    assertThat(again.out()).contains("source only", "target statistics", "adapted");
    assertThat(SmallTask.trained(root.resolve("finished")))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
    assertThat(results("finished").after()).isEqualTo(results("whole").after());
    assertThat(results("finished").seconds()).isGreaterThan(results("whole").seconds());
  }

  @Test
  void aKilledRunIsNotStartedAnewByMistake() throws IOException {
    killedAtStep(5, "killed_once");
    List<String> before = List.copyOf(SmallTask.files(root.resolve("killed_once")).keySet());
    task.adapt("killed_once").refused("must not exist yet", "killed_once", "--resume");
    assertThat(SmallTask.files(root.resolve("killed_once")).keySet()).containsAll(before);
  }

  @Test
  void aRunIsResumedWithItsOwnConfigOnly() throws IOException {
    killedAtStep(5, "killed_other");
    task.adapt("killed_other", "--resume", "--set", "seed=9")
        .refused("the config it was started with", "killed_other/experiment.yaml");
    assertThat(root.resolve("killed_other/checkpoints/step_00000004")).isDirectory();
  }

  @Test
  void thereMustBeARunToResume() {
    task.adapt("nowhere", "--resume").refused("there must be a run to resume", "nowhere");
    assertThat(root.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    killedAtStep(5, "killed_damaged");
    Path state = root.resolve("killed_damaged/checkpoints/step_00000004/variables.index");
    Files.write(state, new byte[10]);
    Terminal resumed = task.adapt("killed_damaged", "--resume");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.complaints())
        .first()
        .asString()
        .contains("step_00000004 is damaged", "variables.index");
    assertThat(SmallTask.trained(root.resolve("killed_damaged")))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void withoutAWholeCheckpointNothingIsResumed() throws IOException {
    killedAtStep(5, "killed_lost");
    for (String step : List.of("0", "4")) {
      Files.delete(root.resolve("killed_lost/checkpoints/step_0000000" + step + "/SHA256SUMS"));
    }
    task.adapt("killed_lost", "--resume").refused("found none", "step_00000004", "step_00000000");
    assertThat(root.resolve("killed_lost/metrics.jsonl")).exists();
  }

  /** The state before the round is taken, from which they are made again. */
  @ParameterizedTest
  @ValueSource(strings = {"round_2/streets/streets_000002_000001.png", "round_2.json", "round_2"})
  void pseudoLabelsThatAreDamagedAreMadeAgain(String damaged) throws IOException {
    String name = "killed_labels_" + damaged.length();
    killedAtStep(9, name);
    Path file = root.resolve(name + "/pseudo_labels/" + damaged);
    if (Files.isDirectory(file)) {
      Files.move(file, root.resolve(name + "_lost"));
    } else {
      Files.write(file, new byte[3]);
    }
    Terminal resumed = task.adapt(name, "--resume");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.complaints())
        .singleElement()
        .asString()
        .contains("step_00000008 needs the pseudo labels", "round_2");
    assertThat(SmallTask.trained(root.resolve(name)))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void stepsThatTheLogHasLostAreSaid() throws IOException {
    killedAtStep(5, "killed_log");
    Files.writeString(root.resolve("killed_log/metrics.jsonl"), "");
    Terminal resumed = task.adapt("killed_log", "--resume");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.complaints())
        .singleElement()
        .asString()
        .contains("metrics.jsonl has lost steps");
  }

  private static Terminal adaptBatch(String folder, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("adapt", task.config("adapt_batch")));
    arguments.addAll(List.of("--out", root.resolve(folder).toString()));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  /** A copy of a run that was killed in training, which is the same for every test. */
  private static void killedAtStep(long step, String name) throws IOException {
    String killed = "killed_at_step_" + step;
    if (Files.notExists(root.resolve(killed))) {
      kill(List.of(), "adapt", killed, new Killer("training", step));
    }
    task.copy(killed, name);
  }

  /** Starts a run and kills it, resumes it and kills it by the next, and so on. */
  private static void kill(List<String> set, String config, String name, Killer... killers) {
    Experiment read = ConfigReader.read(Path.of(task.config(config)), set, Experiment.class);
    Killer.kill((Adaptation) read, root.resolve(name), killers);
  }

  private static Results results(String run) {
    return Json.read(root.resolve(run + "/results.json"), Results.class);
  }

  private static Experiment read(String name) {
    return ConfigReader.read(Path.of(task.config(name)), List.of(), Experiment.class);
  }
}
