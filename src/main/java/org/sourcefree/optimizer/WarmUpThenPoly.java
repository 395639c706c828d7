package org.sourcefree.optimizer;

/**
 * CLAN's schedule (Luo et al., CVPR 2019): rate·step/warmupSteps during the warm-up, 0 at the very
 * first step, then rate·(1 − step/steps)^power as if there had been none; 0 from the last step on.
 * {@link PolynomialDecay} warms up by a factor on the decay instead.
 *
 * @param learningRate base rate, above 0
 * @param power 0.9 in DeepLab, at least 0
 * @param steps length of the schedule, warm-up included, at least 1
 * @param warmupSteps a twentieth of the steps in CLAN's code; at least 1, below steps
 */
public record WarmUpThenPoly(double learningRate, double power, long steps, long warmupSteps)
    implements Schedule {

  /** Checks the settings. */
  public WarmUpThenPoly {
    PolynomialDecay.check(learningRate, power, steps);
    if (warmupSteps < 1 || warmupSteps >= steps) {
      throw new IllegalArgumentException(
          "warmup_steps must be at least 1 and below steps, got " + warmupSteps);
    }
  }

  @Override
  public double rateAt(long step) {
    return step < warmupSteps
        ? learningRate * step / warmupSteps
        : new PolynomialDecay(learningRate, power, steps, 0).rateAt(step);
  }
}
