package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a process that tries a model is ended. */
class PatienceTest {
  private final Patience patience = new Patience(Duration.ofMinutes(4));

  @Test
  void endsWhatComputesTooLong() {
    assertThat(ended(130, 240)).isEmpty();
    assertThat(ended(131, 241)).contains("took more than 240 s of processor time");
  }

  /** A twentieth of a core is what is left on a machine with twenty times the work it can do. */
  @Test
  void waitsForWhatIsSlowOnABusyMachine() {
    for (int wall = 0; wall <= 4800; wall += 10) {
      assertThat(ended(wall, wall / 20.0)).as("after %d s", wall).isEmpty();
    }
  }

  @Test
  void endsWhatStandsStill() {
    assertThat(ended(30, 5)).isEmpty();
    for (int wall = 31; wall <= 150; wall++) {
      assertThat(ended(wall, 5 + (wall - 30) / 1000.0)).isEmpty();
    }
    assertThat(ended(151, 5.2)).contains("stood still for 120 s");
  }

  private Optional<String> ended(int wall, double taken) {
    return patience.ended(Duration.ofSeconds(wall), Duration.ofMillis((long) (1000 * taken)));
  }
}
