package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.testing.GoldenMeta;

class WarmUpThenPolyTest {

  @ParameterizedTest
  @CsvSource({"learning_rate, lr", "learning_rate_d, lr_d"})
  void ratesAreThoseOfTheAuthorsLoop(String base, String used) {
    JsonNode loop = GoldenMeta.read("clan").get("cases").get("steps");
    JsonNode settings = loop.get("settings");
    WarmUpThenPoly schedule =
        new WarmUpThenPoly(
            settings.get(base).asDouble(),
            0.9,
            settings.get("poly_steps").asLong(),
            settings.get("preheat_steps").asLong());
    JsonNode steps = loop.get("losses");
    assertThat(steps).hasSize(5);
    for (int step = 0; step < steps.size(); step++) {
      assertThat(schedule.rateAt(step))
          .isCloseTo(steps.get(step).get(used).asDouble(), within(1e-15));
    }
  }

  @Test
  void risesFromZeroThenDecaysAsIfThereHadBeenNoWarmUp() {
    WarmUpThenPoly schedule = new WarmUpThenPoly(8, 0.5, 100, 4);
    assertThat(schedule.rateAt(0)).isZero();
    assertThat(schedule.rateAt(1)).isEqualTo(2);
    assertThat(schedule.rateAt(3)).isEqualTo(6);
    assertThat(schedule.rateAt(19)).isCloseTo(8 * 0.9, within(1e-12));
    assertThat(schedule.rateAt(36)).isCloseTo(8 * 0.8, within(1e-12));
    assertThat(schedule.rateAt(100)).isZero();
    assertThat(schedule.rateAt(1000)).isZero();
  }

  @Test
  void refusesWarmUpsThatAreNoneOrAll() {
    for (long warmup : new long[] {-1, 0, 100}) {
      assertThatThrownBy(() -> new WarmUpThenPoly(1, 0.9, 100, warmup))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("warmup_steps must be at least 1 and below steps, got " + warmup);
    }
  }
}
