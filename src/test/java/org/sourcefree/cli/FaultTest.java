package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.files.FolderLock;

/** Faults of the world around a run: each is one line, and the run resumes when it is fixed. */
@Tag("end-to-end")
class FaultTest {
  private static final List<String> LONG =
      List.of(
          "--set",
          "training={batch_size: 2, rounds: 2, steps_per_round: 200, checkpoint_every: 4}",
          "--set",
          "schedule.steps=400");

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    task = SmallTask.adapted(root);
  }

  /** While one process adapts, a second one may neither resume nor restart its run. */
  @Test
  void oneProcessWorksOnAFolder() throws IOException {
    Path run = root.resolve("shared");
    List<String> arguments = new ArrayList<>(List.of("adapt", task.config("adapt")));
    arguments.addAll(List.of("--out", run.toString()));
    arguments.addAll(LONG);
    Child first = Child.start(root.resolve("first.txt"), arguments);
    assertThat(first.awaits(() -> Files.exists(run.resolve("checkpoints/step_00000004")))).isTrue();
    List<String> resumed = new ArrayList<>(LONG);
    resumed.add("--resume");
    task.adapt("shared", resumed.toArray(String[]::new))
        .refused("one process at a time", "shared", Long.toString(first.process().pid()));
    task.adapt("shared", LONG.toArray(String[]::new)).refused("must not exist yet");
    first.process().destroyForcibly();
    first.code();
    // A dead process holds nothing.
    FolderLock.take(run).close();
    assertThat(run.resolve("checkpoints")).isDirectory();
  }

  /** An image that vanishes while the run works, and the whole dataset when it is resumed. */
  @Test
  void aDatasetThatVanishes() throws IOException {
    task.copy("data", "moving");
    String[] arguments = {
      "--set", "data.target.root=" + root.resolve("moving"), "--set", "training.checkpoint_every=1"
    };
    Path images = root.resolve("moving/target/leftImg8bit");
    Path gone = root.resolve("moving/target/gone");
    TrainingRun run = new TrainingRun(config(arguments), new Mover(images, gone));
    assertThatThrownBy(() -> run.run(root.resolve("moved"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("leftImg8bit", "streets_");
    assertThat(root.resolve("moved/checkpoints")).isDirectory();
    String[] again = {arguments[0], arguments[1], arguments[2], arguments[3], "--resume"};
    task.adapt("moved", again).refused("moving");
    assertThat(root.resolve("moved/checkpoints")).isDirectory();
    Files.move(gone, images);
    task.adapt("moved", again).succeeded();
    assertThat(SmallTask.trained(root.resolve("moved")))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  /** Moves a folder away when two steps have been taken. */
  private record Mover(Path from, Path to) implements Progress {
    @Override
    public Task start(String task, long total, long taken) {
      return new Task() {
        @Override
        public void advance(long done, String state) {
          if (task.equals("training") && done == 2) {
            try {
              Files.move(from, to);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  private static Adaptation config(String... arguments) {
    List<String> set = List.of(arguments[1], arguments[3]);
    return (Adaptation) ConfigReader.read(Path.of(task.config("adapt")), set, Experiment.class);
  }

  /** A disk that nothing can be written to any more, as systems make it after a fault. */
  @Test
  void aFolderThatIsReadOnly() throws IOException {
    Mounts.assumeAllowed(root);
    task.copy("whole", "frozen");
    String frozen = root.resolve("frozen").toString();
    String script =
        """
        mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && "$@"
        """;
    for (List<String> out :
        List.of(List.of("--out", frozen, "--resume"), List.of("--out", frozen + "/below"))) {
      List<String> arguments = new ArrayList<>(List.of("adapt", task.config("adapt")));
      arguments.addAll(out);
      Child child =
          Child.start(root.resolve("frozen.txt"), Mounts.script(script, frozen), arguments);
      assertThat(child.code()).isEqualTo(2);
      assertThat(child.text())
          .contains("Read-only file system", "frozen")
          .doesNotContain("Exception");
    }
    task.adapt("frozen", "--resume").succeeded();
  }
}
