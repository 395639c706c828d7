package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.workers.Workers;

/** What is left of a run that two share when one of them is killed. */
@Tag("end-to-end")
@Tag("slow")
class WorkersKillTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    task = SmallTask.make(root);
    succeed(run("whole", 2));
  }

  /** By the share that the run has done of what it writes; nothing is left to time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aWorkerKilledAtSomeMomentEndsTheOtherAndTheRunResumes(int seed) throws IOException {
    Random random = new Random(seed);
    double moment = random.nextDouble() * written(root.resolve("whole"));
    int victim = random.nextInt(2);
    String name = "killed_" + seed;
    Path folder = root.resolve(name);
    List<Child> workers = run(name, 2);
    Child other = workers.get(1 - victim);
    if (other.awaits(() -> written(folder) >= moment)) {
      workers.get(victim).process().destroyForcibly();
      assertThat(other.code()).as(other.text()).isEqualTo(Workers.START_AGAIN);
      assertThat(other.text())
          .contains(
              "worker %d (127.0.0.1:".formatted(victim),
              "is gone or hangs",
              "start all workers again");
    }
    // Four times in ten with another number of workers, who compute the same but for rounding.
    int again = seed % 5 == 0 ? 3 : seed % 5 == 1 ? 1 : 2;
    succeed(
        run(
            name,
            again,
            Files.exists(folder.resolve("experiment.yaml")) ? List.of("--resume") : List.of()));
    ChildWorkers.requireSameWeights(root.resolve("whole"), folder);
    if (again == 2) {
      assertThat(SmallTask.trained(folder)).isEqualTo(SmallTask.trained(root.resolve("whole")));
    }
  }

  private static List<Child> run(String name, int workers, String... more) throws IOException {
    return run(name, workers, List.of(more));
  }

  private static List<Child> run(String name, int workers, List<String> more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "adapt",
                task.config("adapt"),
                "--out",
                root.resolve(name).toString(),
                "--set",
                "training.batch_size=4",
                "--set",
                "training.checkpoint_every=2"));
    command.addAll(more);
    return ChildWorkers.start(root, Collections.nCopies(workers, command));
  }

  private static void succeed(List<Child> workers) {
    workers.forEach(worker -> assertThat(worker.code()).as(worker.text()).isZero());
  }

  /** A number that grows with every file and every step. */
  private static double written(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    Path metrics = folder.resolve("metrics.jsonl");
    try (Stream<Path> files = Files.walk(folder)) {
      double bytes = Files.exists(metrics) ? Files.size(metrics) : 0;
      return files.filter(Files::isRegularFile).count() * 100 + bytes;
    } catch (UncheckedIOException | IOException e) {
      return 0; // A file went while it was looked at.
    }
  }
}
