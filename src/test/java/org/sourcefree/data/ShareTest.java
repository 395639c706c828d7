package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

  @ParameterizedTest
  @CsvSource({"4, 2", "7, 3", "5, 5", "64, 60"})
  void theSharesOfABatchFollowEachOtherAndDifferByOneImageAtMost(int batch, int workers) {
    int next = 0;
    for (int i = 0; i < workers; i++) {
      Share share = new Share(i, workers);
      assertThat(share.first(batch)).isEqualTo(next);
      assertThat(share.size(batch)).isBetween(batch / workers, batch / workers + 1);
      next += share.size(batch);
    }
    assertThat(next).isEqualTo(batch);
  }
}
