package org.sourcefree.optimizer;

/**
 * DeepLab's poly schedule, rate·(1 − step/steps)^power, after a linear warm-up; 0 from the last
 * step on.
 *
 * @param learningRate base rate, above 0
 * @param power 0.9 in DeepLab, at least 0
 * @param steps length of the schedule, at least 1
 * @param warmupSteps steps over which the rate rises linearly from near 0; 0 for none
 */
public record PolynomialDecay(double learningRate, double power, long steps, long warmupSteps)
    implements Schedule {

  /** Checks the settings. */
  public PolynomialDecay {
    check(learningRate, power, steps);
    if (warmupSteps < 0 || warmupSteps >= steps) {
      throw new IllegalArgumentException(
          "warmup_steps must be at least 0 and below steps, got " + warmupSteps);
    }
  }

  @Override
  public double rateAt(long step) {
    double remaining = Math.max(0, 1 - (double) step / steps);
    double warmup = step < warmupSteps ? (step + 1.0) / warmupSteps : 1;
    return learningRate * warmup * Math.pow(remaining, power);
  }

  /** Checks what every poly schedule has. */
  static void check(double learningRate, double power, long steps) {
    Schedule.checkRate(learningRate);
    if (!(power >= 0 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("power must be at least 0, got " + power);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be positive, got " + steps);
    }
  }
}
