package org.sourcefree.bench;

import java.util.List;
import java.util.Map;
import org.sourcefree.machine.Machine;

/**
 * How fast the parts of an adaptation run on this machine.
 *
 * @param machine as {@link Machine#facts} has it
 * @param work the network and sizes, by the names that tools/bench_pytorch gives them
 * @param timings of each part
 * @param matmulPeak operations a second, the best of square float32 matrix products
 * @param peakMemory largest resident size of the process so far, bytes; 0 where the system does not
 *     say
 */
public record BenchmarkReport(
    Map<String, Object> machine,
    Map<String, String> work,
    List<Timing> timings,
    double matmulPeak,
    long peakMemory) {

  /** Copies the list. */
  public BenchmarkReport {
    timings = List.copyOf(timings);
  }

  /**
   * Wall times of one part.
   *
   * @param part e.g. {@code step}
   * @param input e.g. {@code 3 × 600×600}
   * @param images handled each time
   * @param median seconds
   * @param least seconds
   * @param most seconds
   * @param repeats that were timed, after those that warmed up
   * @param operations of the convolutions each time; 0 where they are not counted
   */
  public record Timing(
      String part,
      String input,
      int images,
      double median,
      double least,
      double most,
      int repeats,
      double operations) {

    /** Images a second at the median. */
    public double imagesPerSecond() {
      return images / median;
    }

    /** Operations a second at the median. */
    public double operationsPerSecond() {
      return operations / median;
    }
  }
}
