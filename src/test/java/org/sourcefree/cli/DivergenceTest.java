package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.run.RunLog;

/** Training whose numbers are no longer finite after some steps, as weight decay blows them up. */
@Tag("end-to-end")
class DivergenceTest {
  private static final String FATAL = "schedule.learning_rate=10000";

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void pretrain() {
    task = SmallTask.make(root);
  }

  @Test
  void aRunStopsAndKeepsItsLastGoodCheckpoint() {
    task.adapt("stopped", "--set", FATAL)
        .refused("every weight must stay finite", "at step 5 on [streets/", "learning_rate");
    assertThat(root.resolve("stopped/checkpoints/step_00000004")).isDirectory();
    assertThat(new RunLog(root.resolve("stopped")).steps()).hasSize(5);
    assertThat(root.resolve("stopped/saved_model")).doesNotExist();
  }

  @Test
  void aRestoredRunSaysWhatItLoweredAndGivesUpAfterThree() throws IOException {
    String[] arguments = {"--set", FATAL, "--set", "training.on_divergence=restore"};
    Terminal run = task.adapt("restored", arguments);
    assertThat(run.code()).isEqualTo(2);
    List<String> said =
        run.complaints().stream().filter(line -> line.contains("went back")).toList();
    List<String> factors = List.of("0.5", "0.25", "0.125");
    assertThat(said).hasSize(factors.size());
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i))
          .contains("must stay finite", "went back to the state after", factors.get(i) + " times")
          .contains("restoration %d of 3".formatted(i + 1));
    }
    assertThat(run.complaints()).last().asString().contains("given up after 3 restorations");
    assertThat(Files.readAllLines(root.resolve("restored/divergences.jsonl"))).hasSize(3);
    assertThat(root.resolve("restored/saved_model")).doesNotExist();
    // Nothing more is tried when it is resumed.
    Terminal again = task.adapt("restored", "--set", FATAL, "--set", arguments[3], "--resume");
    assertThat(again.complaints()).last().asString().contains("given up after 3 restorations");
  }

  /** Some half of the rate is low enough; the labels of the round in between are made anew. */
  @Test
  void aRestoredRunEndsWithTheLowerRate() throws IOException {
    Terminal run =
        task.adapt(
            "mended",
            "--set",
            "schedule.learning_rate=4000",
            "--set",
            "training={batch_size: 2, rounds: 1, steps_per_round: 12, checkpoint_every: 20, on_divergence: restore}");
    assertThat(run.complaints()).allMatch(line -> line.contains("went back"));
    assertThat(run.code()).isZero();
    int restorations = Files.readAllLines(root.resolve("mended/divergences.jsonl")).size();
    assertThat(restorations).isBetween(1, 3);
    RunLog log = new RunLog(root.resolve("mended"));
    assertThat(log.steps()).hasSize(12);
    assertThat(log.steps().get(0).learningRate())
        .isCloseTo(4000 * Math.pow(0.5, restorations), within(1e-3));
    assertThat(root.resolve("mended/saved_model")).isDirectory();
  }
}
