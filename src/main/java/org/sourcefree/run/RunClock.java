package org.sourcefree.run;

import java.util.function.Supplier;

/**
 * The wall time of a run over all its processes, that of measurements counted apart, in seconds.
 */
final class RunClock {
  private final double earlier;
  private final long started = System.nanoTime();
  private double measuring;

  /** Continues from the times in the results. */
  RunClock(Results earlier) {
    this.earlier = earlier.seconds();
    this.measuring = earlier.evaluationSeconds();
  }

  /** Does a measurement. */
  <T> T measuring(Supplier<T> measurement) {
    long begun = System.nanoTime();
    T measured = measurement.get();
    measuring += (System.nanoTime() - begun) / 1e9;
    return measured;
  }

  /** The results with the time taken until now. */
  Results stamp(Results results) {
    return results.withSeconds(earlier + (System.nanoTime() - started) / 1e9, measuring);
  }
}
