package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  void distinctNumbersAreDrawnAndALargerDrawBeginsWithTheSmaller() {
    int[] ten = Seeds.distinct(3, 40, 10);
    assertThat(Arrays.stream(ten)).doesNotHaveDuplicates().allMatch(i -> i >= 0 && i < 40);
    assertThat(Arrays.copyOf(Seeds.distinct(3, 40, 25), 10)).isEqualTo(ten);
    assertThat(Seeds.distinct(4, 40, 10)).isNotEqualTo(ten);
  }

  @Test
  void allNumbersMayBeDrawn() {
    assertThat(Seeds.distinct(1, 6, 6)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(Seeds.distinct(1, 6, 0)).isEmpty();
  }
}
