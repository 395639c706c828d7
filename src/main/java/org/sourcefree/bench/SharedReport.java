package org.sourcefree.bench;

import org.sourcefree.bench.BenchmarkReport.Timing;

/**
 * How fast several workers take a step that they share.
 *
 * @param report with the timings, of which the chief's has its share by itself
 * @param workers how many
 * @param summedBytes gradients that every worker gives to each step's sums
 */
public record SharedReport(BenchmarkReport report, int workers, long summedBytes) {
  /** The part that is the chief's share by itself. */
  static final String OWN = "own share";

  /** The part that is the step of all. */
  static final String ALL = "step of all";

  /** The part that is the gradients' sums with nothing else. */
  static final String SUMS = "sums alone";

  /**
   * What the step of all would take were nothing lost by sharing, by what it takes; both medians.
   */
  public double efficiency() {
    return timing(OWN).median() / timing(ALL).median();
  }

  /** The part of the step of all that is more than the chief's share by itself. */
  public double waiting() {
    return 1 - efficiency();
  }

  /** Seconds of the sums alone by seconds of the step of all. */
  public double sums() {
    return timing(SUMS).median() / timing(ALL).median();
  }

  private Timing timing(String part) {
    return report.timings().stream()
        .filter(each -> each.part().equals(part))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not timed here: " + part));
  }
}
