package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.run.RunLog;

/**
 * Training whose numbers are no longer finite after some steps, as weight decay multiplies them by
 * thousands in each. At which step is the processor's rounding.
 */
@Tag("end-to-end")
class DivergenceTest {
  private static final Pattern STEP = Pattern.compile("at step (\\d+) on \\[streets/");

  /** An eighth of it is fatal too: ten times weight decay makes the head 60,000 times as large. */
  private static final String FATAL = "schedule.learning_rate=1e8";

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void pretrain() {
    task = SmallTask.make(root);
  }

  @Test
  void aRunStopsAndKeepsItsLastGoodCheckpoint() {
    String rounds = "training={batch_size: 2, rounds: 1, steps_per_round: 12, checkpoint_every: 1}";
    Terminal run = task.adapt("stopped", "--set", FATAL, "--set", rounds);
    run.refused("every weight must stay finite", "learning_rate");
    Matcher step = STEP.matcher(run.complaints().get(0));
    assertThat(step.find()).isTrue();
    int taken = Integer.parseInt(step.group(1));
    assertThat(taken).isBetween(1, 11);
    assertThat(root.resolve("stopped/checkpoints").toFile().list())
        .contains("step_%08d".formatted(taken))
        .doesNotContain("step_%08d".formatted(taken + 1));
    assertThat(new RunLog(root.resolve("stopped")).steps()).hasSize(taken);
    assertThat(root.resolve("stopped/saved_model")).doesNotExist();
  }

  @Test
  void aRestoredRunSaysWhatItLoweredAndGivesUpAfterThree() throws IOException {
    String[] arguments = {"--set", FATAL, "--set", "training.on_divergence=restore"};
    Terminal run = task.adapt("restored", arguments);
    assertThat(run.code()).isEqualTo(2);
    List<String> said =
        run.complaints().stream().filter(line -> line.contains("resumed from the state")).toList();
    List<String> factors = List.of("0.5", "0.25", "0.125");
    assertThat(said).hasSize(factors.size());
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i))
          .contains("must stay finite", "resumed from the state after", factors.get(i) + " times")
          .contains("restoration %d of 3".formatted(i + 1));
    }
    assertThat(run.complaints()).last().asString().contains("given up after 3 restorations");
    assertThat(Files.readAllLines(root.resolve("restored/divergences.jsonl"))).hasSize(3);
    assertThat(root.resolve("restored/saved_model")).doesNotExist();
    // Nothing more is tried when it is resumed.
    Terminal again = task.adapt("restored", "--set", FATAL, "--set", arguments[3], "--resume");
    assertThat(again.complaints()).last().asString().contains("given up after 3 restorations");
  }

  /**
   * Some half of the rate is low enough; the labels of the round in between are made anew. With
   * next to no gradient, weight decay alone multiplies the head by about ten times the product of
   * rate and decay in a step: by 98 at first, which ends after ten steps, by 11 at an eighth.
   */
  @Test
  void aRestoredRunEndsWithTheLowerRate() throws IOException {
    Terminal run =
        task.adapt(
            "fixed",
            "--set",
            "schedule.learning_rate=20000",
            "--set",
            "optimizer.gradient_norm_limit=1e-6",
            "--set",
            "training={batch_size: 2, rounds: 1, steps_per_round: 12, checkpoint_every: 20, on_divergence: restore}");
    assertThat(run.complaints()).allMatch(line -> line.contains("resumed from the state"));
    assertThat(run.code()).isZero();
    int restorations = Files.readAllLines(root.resolve("fixed/divergences.jsonl")).size();
    assertThat(restorations).isBetween(1, 3);
    RunLog log = new RunLog(root.resolve("fixed"));
    assertThat(log.steps()).hasSize(12);
    assertThat(log.steps().get(0).learningRate())
        .isCloseTo(20000 * Math.pow(0.5, restorations), within(1e-3));
    assertThat(root.resolve("fixed/saved_model")).isDirectory();
  }
}
