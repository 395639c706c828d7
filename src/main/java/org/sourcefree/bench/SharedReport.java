package org.sourcefree.bench;

import org.sourcefree.bench.BenchmarkReport.Timing;

/**
 * How fast several workers take a step that they share.
 *
 * @param report with the timings, of which the chief's has all
 * @param workers how many
 * @param summedBytes gradients that every worker gives to each step's sums
 */
public record SharedReport(BenchmarkReport report, int workers, long summedBytes) {
  /** The part that is the chief's share while the others wait. */
  static final String FIRST = "chief's share";

  /** The part that is every worker's share by itself, all at the same time. */
  static final String OWN = "shares apart";

  /** The part that is the step of all. */
  static final String ALL = "step of all";

  /** The part that is the gradients' sums with nothing else. */
  static final String SUMS = "sums alone";

  /**
   * What the step of all would take were nothing to be summed, by what it takes; both medians.
   * Workers on one machine also take memory and clock from each other, which {@link #crowding}
   * says.
   */
  public double efficiency() {
    return timing(OWN).median() / timing(ALL).median();
  }

  /** The chief's share while the others wait, by the share while they compute theirs. */
  public double crowding() {
    return timing(FIRST).median() / timing(OWN).median();
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
