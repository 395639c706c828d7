package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose disk is full says so in one line and resumes when there is room. */
@Tag("end-to-end")
class DiskFullTest {
  /**
   * Mounts a small disk that only this process sees, runs, holds the run when it has made a file,
   * fills the disk up, lets the run go on to its end, makes room and runs again.
   */
  private static final String FILLING =
      """
      disk=$1; sign=$2; copy=$3; shift 3
      mount -t tmpfs -o size=64m tmpfs "$disk" || exit
      "$@" & process=$!
      while [ ! -e "$disk/run/$sign" ] && kill -0 $process; do :; done
      kill -STOP $process
      cat /dev/zero > "$disk/filler" 2> /dev/null
      kill -CONT $process
      wait $process; echo "first: $?"
      rm "$disk/filler"
      if [ -e "$disk/run" ]; then set -- "$@" --resume; fi
      "$@"; echo "second: $?"
      cp -r "$disk/run" "$copy"
      """;

  /** Mounts a disk that is too small from the start. */
  private static final String SMALL =
      """
      disk=$1; shift
      mount -t tmpfs -o size=1m tmpfs "$disk" || exit
      exec "$@"
      """;

  private static final List<String> LONG =
      List.of(
          "--set",
          "training={batch_size: 2, rounds: 2, steps_per_round: 16, checkpoint_every: 2}",
          "--set",
          "schedule.steps=32");

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    Mounts.assumeAllowed(root);
    task = SmallTask.make(root);
    task.adapt("whole", LONG.toArray(String[]::new)).succeeded();
  }

  /** Full as soon as the run begins, in the first labelling and after several checkpoints. */
  @ParameterizedTest
  @ValueSource(strings = {"experiment.yaml", "pseudo_labels", "checkpoints/step_00000006"})
  void nothingIsLost(String sign) throws IOException {
    String name = sign.replaceAll("\\W", "_");
    Path copy = root.resolve("copy_" + name);
    Path disk = Files.createDirectories(root.resolve("disk"));
    Child child = start(FILLING, name, disk.toString(), sign, copy.toString());
    assertThat(child.code()).isZero();
    assertThat(child.text())
        .contains("first: 2", "second: 0")
        .doesNotContain("Exception")
        .containsOnlyOnce("No space left on device");
    if (sign.startsWith("checkpoints")) {
      assertThat(child.text()).contains("resuming after ");
    }
    assertThat(SmallTask.trained(copy)).isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void whatCannotFitIsNotBegun() throws IOException {
    Path disk = Files.createDirectories(root.resolve("disk"));
    Child child = start(SMALL, "small", disk.toString());
    assertThat(child.code()).isEqualTo(2);
    assertThat(child.text())
        .contains("disk: the run takes at most ", "where 1 MiB are free, and at least ");
  }

  private static Child start(String script, String name, String... parameters) {
    List<String> arguments = new ArrayList<>(List.of("adapt", task.config("adapt")));
    arguments.addAll(List.of("--out", root.resolve("disk/run").toString()));
    arguments.addAll(LONG);
    List<String> through = Mounts.script(script, parameters);
    return Child.start(root.resolve(name + ".txt"), through, arguments);
  }
}
