package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed again and again, as suddenly as can be, at random moments of each kind, end
 * with the bytes of a run that nobody disturbed.
 */
class KillTest {
  private static final long SEED = 20211024;

  @TempDir private Path root;

  /** What a process is doing when it is killed, and what in the run folder shows that it is. */
  private enum Moment {
    LABELLING(1000, "pseudo_labels/round_1.partial", "pseudo_labels/round_2.partial"),
    STEPPING(2000, "metrics.jsonl"),
    CHECKPOINTING(30, "checkpoints/partial"),
    EXPORTING(200, "saved_model.partial"),
    ANY(8000, "experiment.yaml", ".lock");

    private final int milliseconds;
    private final List<String> signs;

    Moment(int milliseconds, String... signs) {
      this.milliseconds = milliseconds;
      this.signs = List.of(signs);
    }

    boolean shows(Path run, Instant since) {
      return signs.stream().anyMatch(sign -> isNew(run.resolve(sign), since));
    }

    private static boolean isNew(Path file, Instant since) {
      try {
        return Files.getLastModifiedTime(file).toInstant().isAfter(since);
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  @Tag("end-to-end")
  void aKillAtEachMomentChangesNothing() throws IOException {
    SmallTask task = SmallTask.make(root);
    List<String> set = List.of("--set", "training.validate_every=3");
    survives(Moment.values().length, task.config("adapt"), set);
  }

  @Test
  @Tag("end-to-end")
  void aKilledRunThatChoosesItsNetworkChoosesTheSame() throws IOException {
    SmallTask task = SmallTask.make(root);
    List<String> set =
        List.of(
            "--set", "training.keep.kind=agreement",
            "--set", "training.on_collapse=restore",
            "--set", "schedule.learning_rate=0.00003");
    survives(Moment.values().length, task.config("adapt"), set);
  }

  @Test
  @Tag("slow")
  void thirtyKillsOfTheShippedRunChangeNothing() throws IOException {
    String data = root.resolve("street_scenes_target").toString();
    List<String> set =
        List.of(
            "--set", "data.target.root=" + data,
            "--set", "data.evaluation.root=" + data,
            "--set", "training.checkpoint_every=15");
    survives(30, "configs/street_scenes/ld.yaml", set);
  }

  private void survives(int kills, String config, List<String> set) throws IOException {
    Path whole = root.resolve("whole");
    Terminal.run(arguments(config, whole, set).toArray(String[]::new)).succeeded();
    RandomGenerator random = new SplittableRandom(SEED);
    List<String> killed = new ArrayList<>();
    int runs = 0;
    while (killed.size() < kills) {
      Path run = root.resolve("run_" + runs++);
      while (killed.size() < kills) {
        Moment moment = Moment.values()[killed.size() % Moment.values().length];
        long nanoseconds = random.nextLong(1_000_000L * moment.milliseconds);
        Instant since = Instant.now();
        Child child = start(config, run, set);
        child.awaits(() -> moment.shows(run, since));
        long shown = System.nanoTime();
        if (!child.awaits(() -> System.nanoTime() - shown >= nanoseconds)) {
          assertThat(child.code()).as(child.text()).isZero();
          break;
        }
        child.process().destroyForcibly();
        child.code();
        killed.add("%s + %d ms".formatted(moment, nanoseconds / 1_000_000));
      }
      Child last = start(config, run, set);
      assertThat(last.code()).as(last.text()).isZero();
      assertThat(SmallTask.trained(run)).isEqualTo(SmallTask.trained(whole));
    }
    System.out.printf("%s: %d kills in %d runs, seed %d: %s%n", config, kills, runs, SEED, killed);
  }

  private Child start(String config, Path run, List<String> set) {
    List<String> arguments = arguments(config, run, set);
    if (Files.exists(run.resolve("experiment.yaml"))) {
      arguments.add("--resume");
    }
    return Child.start(root.resolve("said.txt"), arguments);
  }

  private static List<String> arguments(String config, Path run, List<String> set) {
    List<String> arguments = new ArrayList<>(List.of("adapt", config, "--out", run.toString()));
    arguments.addAll(set);
    return arguments;
  }
}
