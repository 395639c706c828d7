package org.sourcefree.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchedWorkersTest {

  @Test
  void whatTheUserCanFixIsSaidBeforeThatAllCanStartAgain() {
    assertThat(LaunchedWorkers.code(List.of(0, 0))).isZero();
    assertThat(LaunchedWorkers.code(List.of(75, 2, 75))).isEqualTo(2);
    assertThat(LaunchedWorkers.code(List.of(75, 1))).isEqualTo(1);
  }

  @Test
  void aKilledWorkerMeansToStartAgain() {
    assertThat(LaunchedWorkers.code(List.of(75, 137))).isEqualTo(Workers.START_AGAIN);
    assertThat(LaunchedWorkers.code(List.of(0, 137))).isEqualTo(Workers.START_AGAIN);
  }
}
