package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is asked to end saves its state and leaves, and resumes as if nothing had been. */
@Tag("end-to-end")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class SignalTest {
  /** More than are taken before the signal arrives, and none of them followed by a checkpoint. */
  private static final List<String> LONG =
      List.of(
          "--set",
          "training={batch_size: 2, rounds: 2, steps_per_round: 60, checkpoint_every: 1000}",
          "--set",
          "schedule.steps=120");

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    task = SmallTask.make(root);
    task.adapt("whole", LONG.toArray(String[]::new)).succeeded();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void theStepUnderWayIsSaved(String signal, int code) throws IOException, InterruptedException {
    Path run = root.resolve("stopped_by_" + signal);
    Child child = start(run, Dispositions.byDefault());
    awaitSteps(5, run, child);
    send(signal, child);
    assertStopped(run, child, code);
    assertGoesOn(run);
  }

  @Test
  void aSignalIgnoredFromTheStartStaysIgnored() throws IOException, InterruptedException {
    Path run = root.resolve("started_in_the_background");
    Child child = start(run, Dispositions.ignoringInterrupts());
    awaitSteps(5, run, child);
    send("INT", child);
    awaitSteps(taken(run) + 5, run, child);
    send("TERM", child);
    assertStopped(run, child, 143);
  }

  @Test
  void theLabellingUnderWayIsDoneAgain() throws IOException, InterruptedException {
    Path run = root.resolve("stopped_labelling");
    Child child = start(run, Dispositions.byDefault());
    assertThat(child.awaits(() -> Files.exists(run.resolve("pseudo_labels/round_1.partial"))))
        .isTrue();
    send("TERM", child);
    assertThat(child.code()).isEqualTo(143);
    assertGoesOn(run);
  }

  private static Child start(Path run, List<String> through) {
    List<String> arguments = arguments(run);
    return Child.start(run.resolveSibling(run.getFileName() + ".txt"), through, arguments);
  }

  private static void awaitSteps(long steps, Path run, Child child) {
    assertThat(child.awaits(() -> taken(run) >= steps)).as(child.text()).isTrue();
  }

  private static void assertStopped(Path run, Child child, int code) {
    assertThat(child.code()).as(child.text()).isEqualTo(code);
    long taken = taken(run);
    assertThat(taken).isBetween(5L, 119L);
    assertThat(run.resolve("checkpoints/step_%08d".formatted(taken))).isDirectory();
    assertThat(child.text()).contains("saved the state after %d of 120 steps".formatted(taken));
    assertThat(child.text())
        .contains("to resume: tools/sourcefree adapt " + task.config("adapt") + " --out " + run)
        .containsPattern("to resume: .* --resume\\n");
  }

  private static List<String> arguments(Path run) {
    return List.copyOf(
        java.util.stream.Stream.concat(
                List.of("adapt", task.config("adapt"), "--out", run.toString()).stream(),
                LONG.stream())
            .toList());
  }

  private static void send(String signal, Child child) throws IOException, InterruptedException {
    String number = Long.toString(child.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, number).start().waitFor()).isZero();
  }

  private static void assertGoesOn(Path run) throws IOException {
    String name = run.getFileName().toString();
    List<String> again = new java.util.ArrayList<>(LONG);
    again.add("--resume");
    task.adapt(name, again.toArray(String[]::new)).succeeded();
    assertThat(SmallTask.trained(run)).isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  /** Steps in the log. */
  private static long taken(Path run) {
    Path file = run.resolve("metrics.jsonl");
    try {
      return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
