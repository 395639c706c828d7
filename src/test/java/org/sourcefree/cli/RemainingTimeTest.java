package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {
  private long now;
  private final RemainingTime remaining = new RemainingTime(10, () -> now * 1_000_000_000);

  @Test
  void theFirstUnitDoesNotCount() {
    assertThat(remaining.left()).isEmpty();
    now = 30;
    remaining.advance(1);
    assertThat(remaining.left()).isEmpty();
    now = 32;
    remaining.advance(2);
    assertThat(remaining.left()).hasValue(Duration.ofSeconds(2 * 8));
    now = 36;
    remaining.advance(3);
    assertThat(remaining.left()).hasValue(Duration.ofSeconds(3 * 7));
  }

  @Test
  void timeGoesOnBetweenUnitsAndNeverBelowZero() {
    remaining.advance(1);
    now = 5;
    remaining.advance(2);
    now = 15;
    assertThat(remaining.left()).hasValue(Duration.ofSeconds(5 * 8 - 10));
    now = 100;
    assertThat(remaining.left()).hasValue(Duration.ZERO);
    remaining.advance(10);
    assertThat(remaining.left()).hasValue(Duration.ZERO);
  }

  @Test
  void aResumedTaskIsJudgedByItsOwnUnits() {
    remaining.advance(7);
    now = 4;
    remaining.advance(8);
    assertThat(remaining.left()).hasValue(Duration.ofSeconds(4 * 2));
  }
}
