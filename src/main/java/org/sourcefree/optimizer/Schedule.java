package org.sourcefree.optimizer;

/** A learning rate for every step. */
public sealed interface Schedule permits PolynomialDecay {

  /**
   * The learning rate of a step.
   *
   * @param step counted from 0
   */
  double rateAt(long step);
}
