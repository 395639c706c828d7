package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose disk is full says so in one line and goes on when there is room. */
@Tag("end-to-end")
class DiskFullTest {
  /** Mounts a small disk that only this process sees, runs, makes room and runs again. */
  private static final String SCRIPT =
      """
      set -e
      disk=$1; size=$2; copy=$3; shift 3
      mount -t tmpfs -o size=$size tmpfs $disk
      code=0; "$@" || code=$?
      echo "first: $code"
      mount -o remount,size=64m $disk
      if [ -e $disk/run ]; then set -- "$@" --resume; fi
      code=0; "$@" || code=$?
      echo "second: $code"
      cp -r $disk/run $copy
      """;

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() throws IOException, InterruptedException {
    Process probe = new ProcessBuilder("unshare", "-rm", "true").start();
    assumeTrue(probe.waitFor() == 0, "this system lets nobody mount a small disk");
    task = SmallTask.make(root);
    task.adapt("whole").succeeded();
  }

  /** Full when the run begins, at the first, second and third checkpoint. */
  @ParameterizedTest
  @ValueSource(ints = {8, 1000, 2500, 4000})
  void nothingIsLost(int kilobytes) throws IOException {
    Path disk = Files.createDirectories(root.resolve("disk"));
    Path copy = root.resolve("copy" + kilobytes);
    List<String> mounting = List.of("unshare", "-rm", "sh", "-c", SCRIPT, "sh");
    List<String> sizes = List.of(disk.toString(), kilobytes + "k", copy.toString());
    Child child =
        Child.start(
            root.resolve("said" + kilobytes + ".txt"),
            Stream.concat(mounting.stream(), sizes.stream()).toList(),
            List.of("adapt", task.config("adapt"), "--out", disk.resolve("run").toString()));
    assertThat(child.code()).isZero();
    List<String> faults =
        child.text().lines().filter(line -> line.contains("No space left on device")).toList();
    assertThat(child.text()).contains("first: 2", "second: 0").doesNotContain("Exception");
    assertThat(child.text().contains("resuming after 4 of 12 steps")).isEqualTo(kilobytes == 4000);
    assertThat(faults).singleElement().asString().contains(disk.toString());
    assertThat(SmallTask.trained(copy)).isEqualTo(SmallTask.trained(root.resolve("whole")));
  }
}
