package org.sourcefree.bench;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.Progress;

/**
 * Repeats work and times it.
 *
 * @param warmUps runs before those that count
 * @param repeats that count
 */
record Stopwatch(int warmUps, int repeats, Progress progress) {

  /** What is timed. */
  interface Work {
    Object run();
  }

  /** Seconds of every run that counts. */
  List<Double> time(String part, Work work) {
    List<Double> seconds = new ArrayList<>();
    try (Progress.Task task = progress.start(part, warmUps + repeats, 0)) {
      for (int i = 0; i < warmUps + repeats; i++) {
        long started = System.nanoTime();
        work.run();
        double taken = (System.nanoTime() - started) / 1e9;
        if (i >= warmUps) {
          seconds.add(taken);
        }
        task.advance(i + 1, "%.3f s".formatted(taken));
      }
    }
    return seconds;
  }

  /**
   * What was timed, with the median.
   *
   * @param operations multiplications and additions of a run, 0 if not counted
   */
  static BenchmarkReport.Timing timing(
      String part, int images, int width, int height, List<Double> seconds, double operations) {
    String input = "%d × %d×%d".formatted(images, width, height);
    return timing(part, input, images, seconds, operations);
  }

  /** The same of an input that is said in words. */
  static BenchmarkReport.Timing timing(
      String part, String input, int images, List<Double> seconds, double operations) {
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new BenchmarkReport.Timing(
        part,
        input,
        images,
        median,
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length,
        operations);
  }
}
