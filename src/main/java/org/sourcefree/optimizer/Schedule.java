package org.sourcefree.optimizer;

/** A learning rate for every step. */
public sealed interface Schedule
    permits Constant, PolynomialDecay, RestartedPolynomialDecay, WarmUpThenPoly {

  /**
   * The learning rate of a step.
   *
   * @param step counted from 0
   */
  double rateAt(long step);

  /**
   * Checks that the schedule fits rounds of so many steps.
   *
   * @throws IllegalArgumentException if it does not
   */
  default void checkRounds(long stepsPerRound) {}

  /** Checks a learning rate that a schedule is made of. */
  static void checkRate(double learningRate) {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning_rate must be positive, got " + learningRate);
    }
  }
}
