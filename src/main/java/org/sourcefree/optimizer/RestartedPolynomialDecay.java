package org.sourcefree.optimizer;

import java.util.Optional;

/**
 * The poly schedule begun anew in every round, from a base rate divided by √2 after each, as in
 * LD's code: rate/√2^round · (1 − step in round/steps)^power; or from another.
 *
 * @param learningRate base rate of the first round, above 0
 * @param power 0.9 in DeepLab, at least 0
 * @param steps length of the schedule, at least steps_per_round; 5000 in the authors' code
 * @param stepsPerRound steps after which it begins anew, at least 1
 * @param roundFactor on the base rate after each round, above 0; 1 in DAST's code, 1/√2 if left out
 */
public record RestartedPolynomialDecay(
    double learningRate, double power, long steps, long stepsPerRound, Optional<Double> roundFactor)
    implements Schedule {

  /** Divided by √2 after each round. */
  public RestartedPolynomialDecay(
      double learningRate, double power, long steps, long stepsPerRound) {
    this(learningRate, power, steps, stepsPerRound, Optional.empty());
  }

  /** Checks the settings. */
  public RestartedPolynomialDecay {
    PolynomialDecay.check(learningRate, power, steps);
    if (stepsPerRound < 1 || stepsPerRound > steps) {
      throw new IllegalArgumentException(
          "steps_per_round must be at least 1 and at most steps, got " + stepsPerRound);
    }
    if (roundFactor.isPresent()
        && !(roundFactor.get() > 0 && roundFactor.get() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("round_factor must be positive, got " + roundFactor.get());
    }
  }

  @Override
  public double rateAt(long step) {
    long round = step / stepsPerRound;
    double base =
        roundFactor
            .map(factor -> learningRate * Math.pow(factor, (double) round))
            .orElseGet(() -> learningRate / Math.pow(2, round / 2.0));
    return new PolynomialDecay(base, power, steps, 0).rateAt(step % stepsPerRound);
  }

  @Override
  public void checkRounds(long trained) {
    if (trained != stepsPerRound) {
      throw new IllegalArgumentException(
          "schedule.steps_per_round must equal training.steps_per_round, got %d and %d"
              .formatted(stepsPerRound, trained));
    }
  }
}
