package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.graph.Devices;

/** The keys device and precision. */
@Tag("end-to-end")
class ComputeTest {
  @TempDir private static Path root;
  private static Refusals refusals;

  @BeforeAll
  static void pretrain() {
    refusals = Refusals.of(root);
  }

  @Test
  void aGpuThatIsNotThereIsAnError() {
    assumeFalse(Devices.hasGpu());
    String[] words = {"device: gpu must have a GPU", "found none", "doctor"};
    refusals.adapt(List.of("device=gpu"), words);
    refusals.evaluate(List.of("device=gpu"), words);
    refusals.pretrain(List.of("device=gpu"), words);
  }

  @Test
  void anUnknownDeviceOrPrecisionIsAnError() {
    refusals.adapt(List.of("device=tpu"), "device", "auto, cpu, gpu");
    refusals.adapt(List.of("precision=float8"), "precision", "float32, bfloat16");
  }

  @Test
  void bfloat16RunsWhereTheProcessorHasIt() throws IOException {
    if (Devices.hasGpu() || !Devices.cpuHasBfloat16()) {
      refusals.adapt(List.of("precision=bfloat16"), "precision: bfloat16 must have a CPU");
      return;
    }
    refusals.task().adapt("float32").succeeded();
    refusals
        .task()
        .adapt("bfloat16", "--set", "precision=bfloat16", "--set", "device=cpu")
        .succeeded();
    double single = firstLoss("float32");
    assertThat(firstLoss("bfloat16")).isNotEqualTo(single).isBetween(0.98 * single, 1.02 * single);
  }

  private static double firstLoss(String folder) throws IOException {
    String line = Files.readAllLines(refusals.task().path(folder).resolve("metrics.jsonl")).get(0);
    return ((Number) Json.map(line, "metrics").get("total")).doubleValue();
  }
}
