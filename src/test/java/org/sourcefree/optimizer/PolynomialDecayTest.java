package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PolynomialDecayTest {
  @Test
  void decaysFromTheBaseRateToZeroAndStaysThere() {
    PolynomialDecay schedule = new PolynomialDecay(0.1, 0.9, 10, 0);
    assertThat(schedule.rateAt(0)).isEqualTo(0.1);
    assertThat(schedule.rateAt(5)).isCloseTo(0.1 * Math.pow(0.5, 0.9), within(1e-15));
    assertThat(schedule.rateAt(9)).isCloseTo(0.1 * Math.pow(0.1, 0.9), within(1e-15));
    assertThat(schedule.rateAt(10)).isZero();
    assertThat(schedule.rateAt(1_000_000_000_000L)).isZero();
  }

  @Test
  void warmUpRisesLinearlyToTheDecayingRate() {
    PolynomialDecay schedule = new PolynomialDecay(2, 1, 100, 4);
    assertThat(schedule.rateAt(0)).isCloseTo(2 * 0.25, within(1e-12));
    assertThat(schedule.rateAt(1)).isCloseTo(2 * 0.5 * 0.99, within(1e-12));
    assertThat(schedule.rateAt(3)).isCloseTo(2 * 0.97, within(1e-12));
    assertThat(schedule.rateAt(4)).isCloseTo(2 * 0.96, within(1e-12));
  }

  @Test
  void powerZeroIsConstantBeforeTheEnd() {
    assertThat(new PolynomialDecay(0.3, 0, 7, 0).rateAt(6)).isEqualTo(0.3);
  }

  @Test
  void refusesBadValues() {
    assertRefused("learning_rate", () -> new PolynomialDecay(0, 0.9, 10, 0));
    assertRefused("learning_rate", () -> new PolynomialDecay(Double.NaN, 0.9, 10, 0));
    assertRefused("learning_rate", () -> new PolynomialDecay(1.0 / 0, 0.9, 10, 0));
    assertRefused("power", () -> new PolynomialDecay(1, -0.1, 10, 0));
    assertRefused("power", () -> new PolynomialDecay(1, Double.NaN, 10, 0));
    assertRefused("steps", () -> new PolynomialDecay(1, 0.9, 0, 0));
    assertRefused("warmup_steps", () -> new PolynomialDecay(1, 0.9, 10, -1));
    assertRefused("warmup_steps", () -> new PolynomialDecay(1, 0.9, 10, 10));
  }

  private static void assertRefused(String key, Runnable creation) {
    assertThatThrownBy(creation::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + " must ")
        .hasMessageContaining(", got ");
  }
}
