package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConstantTest {

  @Test
  void everyStepHasTheSameRate() {
    Constant schedule = new Constant(5e-5);
    for (long step : new long[] {0, 1, 1_000_000}) {
      assertThat(schedule.rateAt(step)).isEqualTo(5e-5);
    }
  }

  @Test
  void refusesBadRates() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Constant(rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("learning_rate must be positive, got " + rate);
    }
  }
}
