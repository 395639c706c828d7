package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "3, 3", "4, 4", "5, 3", "6, 3", "7, 4", "8, 4", "9, 3", "12, 3"})
  void rowsAreAsFullAsTheyCanBe(int count, int columns) {
    assertThat(Tiling.columns(count, 3)).isEqualTo(columns);
  }
}
