package org.sourcefree.run;

import java.util.function.LongSupplier;

/**
 * Images a second while training: a running average over steps, the first of a round left out as it
 * waits for labels.
 */
public final class Speed {
  private static final double SMOOTHING = 0.1;

  private final int batchSize;
  private final LongSupplier nanoseconds;
  private long last;
  private double secondsPerStep;

  /**
   * Nothing is known yet.
   *
   * @param nanoseconds a clock
   */
  public Speed(int batchSize, LongSupplier nanoseconds) {
    this.batchSize = batchSize;
    this.nanoseconds = nanoseconds;
  }

  /**
   * Notes the end of a step.
   *
   * @param first whether it was the first of a round or of this process
   */
  public void stepTaken(boolean first) {
    long now = nanoseconds.getAsLong();
    if (!first) {
      double seconds = (now - last) / 1e9;
      secondsPerStep += secondsPerStep == 0 ? seconds : SMOOTHING * (seconds - secondsPerStep);
    }
    last = now;
  }

  /** What was done since the last step counts to no step. */
  public void goOn() {
    last = nanoseconds.getAsLong();
  }

  /** Images a second; 0 before two steps were taken. */
  public double imagesPerSecond() {
    return secondsPerStep == 0 ? 0 : batchSize / secondsPerStep;
  }
}
