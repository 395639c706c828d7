package org.sourcefree.optimizer;

/** A learning rate for every step. */
public sealed interface Schedule permits PolynomialDecay, RestartedPolynomialDecay {

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
}
