package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tools/gpu_check, where no GPU is. */
class GpuCheckTest {
  private static final Path SCRIPT = Path.of("tools/gpu_check");

  @TempDir private Path bundle;

  /** A bundle whose programs print what the real ones would. */
  @BeforeEach
  void pack() throws IOException {
    Files.copy(SCRIPT, bundle.resolve("gpu_check"));
    program(
        "sourcefree",
        "case \"$*\" in *bfloat16*) echo refused; exit 2 ;; esac",
        "echo 'step            3 × 600×600     0.300    0.290…0.310   10.00   53   22 %'",
        "echo 'labelling pass  4 × 1024×512    0.800    0.790…0.810    5.00   10    4 %'");
    program(
        "python",
        "case \"$*\" in *channels-last*) s=0.450 ;; *) s=0.600 ;; esac",
        "echo \"step         3 × 600×600       $s s  0.4…0.6  5 images/s\"",
        "echo 'labelling    1 × 1024×512     0.100 s  0.1…0.1  10 images/s'");
  }

  @Test
  void itsCommandsAreOnesThatTheProgramKnows() throws Exception {
    String out = bundle.resolve("out").toString();
    List<String[]> commands =
        output(SCRIPT.toString(), "--dry-run", out)
            .lines()
            .map(line -> line.replaceAll(" > .*", "").replace("\\", "").split(" "))
            .filter(words -> words[2].endsWith("tools/sourcefree"))
            .map(words -> Arrays.copyOfRange(words, 3, words.length))
            .toList();
    assertThat(commands).hasSize(5);
    for (String[] command : commands) {
      Sourcefree.commandLine(new Sourcefree())
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(command);
    }
    assertThat(bundle.resolve("out")).doesNotExist();
  }

  @Test
  void theTableComparesAnImageOfOursWithTheBetterLayoutOfTheirs() throws Exception {
    Path out = bundle.resolve("out");
    String script = bundle.resolve("gpu_check").toString();
    output(script, "--python", bundle.resolve("python").toString(), out.toString());
    assertThat(Files.readString(out.resolve("summary.txt")).lines().map(GpuCheckTest::plain))
        .contains("ours_bfloat16: failed with 2 after 0 s: refused")
        .contains("step float32 0.1 0.15 0.67", "labelling float32 0.2 0.1 2.00")
        .contains("step bfloat16 - 0.15 -")
        .anyMatch(
            line -> line.startsWith("GTA5 to Cityscapes in float16, by extrapolation: 1785 s"));
  }

  private static String plain(String line) {
    return line.replaceAll(" +", " ").replaceAll("after \\d+ s", "after 0 s");
  }

  private void program(String name, String... lines) throws IOException {
    Path file = bundle.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String output(String... command) throws IOException, InterruptedException {
    ProcessBuilder bash = new ProcessBuilder("bash");
    bash.command().addAll(List.of(command));
    Process started = bash.redirectErrorStream(true).start();
    String text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).as(text).isZero();
    return text;
  }
}
