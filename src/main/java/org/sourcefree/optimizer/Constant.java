package org.sourcefree.optimizer;

/**
 * The same learning rate for every step.
 *
 * @param learningRate above 0
 */
public record Constant(double learningRate) implements Schedule {

  /** Checks the rate. */
  public Constant {
    Schedule.checkRate(learningRate);
  }

  @Override
  public double rateAt(long step) {
    return learningRate;
  }
}
