package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartedPolynomialDecayTest {
  private static final RestartedPolynomialDecay SCHEDULE =
      new RestartedPolynomialDecay(1e-4, 0.9, 5000, 991);

  @Test
  void everyRoundBeginsAnewFromARateDividedByTheRootOfTwo() {
    assertThat(SCHEDULE.rateAt(0)).isEqualTo(1e-4);
    assertThat(SCHEDULE.rateAt(990))
        .isCloseTo(1e-4 * Math.pow(1 - 990 / 5000.0, 0.9), within(1e-15));
    for (int step : new int[] {0, 1, 500, 990}) {
      double first = SCHEDULE.rateAt(step);
      assertThat(SCHEDULE.rateAt(991 + step)).isCloseTo(first / Math.sqrt(2), within(1e-15));
      assertThat(SCHEDULE.rateAt(1982 + step)).isCloseTo(first / 2, within(1e-15));
    }
  }

  /** DAST's code has the same base rate in every round. */
  @Test
  void aRoundFactorStandsInPlaceOfTheRoot() {
    RestartedPolynomialDecay same =
        new RestartedPolynomialDecay(2e-4, 0.9, 100_000, 20_000, Optional.of(1.0));
    assertThat(same.rateAt(40_007)).isEqualTo(same.rateAt(7));
    RestartedPolynomialDecay half =
        new RestartedPolynomialDecay(2e-4, 0.9, 100_000, 20_000, Optional.of(0.5));
    assertThat(half.rateAt(40_007)).isCloseTo(same.rateAt(7) / 4, within(1e-15));
  }

  @Test
  void itsRoundsMustBeTheTrainings() {
    assertThatCode(() -> SCHEDULE.checkRounds(991)).doesNotThrowAnyException();
    assertRefused(
        "schedule.steps_per_round must equal training.steps_per_round, got 991 and 75",
        () -> SCHEDULE.checkRounds(75));
  }

  @Test
  void refusesBadValues() {
    String expected = "steps_per_round must be at least 1 and at most steps, got ";
    assertRefused(expected + 0, () -> new RestartedPolynomialDecay(1, 1, 5, 0));
    assertRefused(expected + 6, () -> new RestartedPolynomialDecay(1, 1, 5, 6));
    assertRefused(
        "learning_rate must be positive, got 0.0", () -> new RestartedPolynomialDecay(0, 1, 5, 5));
    assertRefused(
        "round_factor must be positive, got 0.0",
        () -> new RestartedPolynomialDecay(1, 1, 5, 5, Optional.of(0.0)));
  }

  private static void assertRefused(String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
