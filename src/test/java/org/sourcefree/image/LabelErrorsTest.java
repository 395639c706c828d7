package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelErrorsTest {
  private static LabelErrors errors(int[] truth, int... prediction) {
    return new LabelErrors(map(truth), map(prediction), 255);
  }

  private static LabelMap map(int... ids) {
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return new LabelMap(ids.length, 1, bytes);
  }

  @Test
  void aPixelIsRightWrongOrWithoutALabel() {
    RgbImage image = new RgbImage(3, 1, new byte[] {60, 0, 0, 9, 9, 9, 9, 9, 9});
    RgbImage shown = errors(new int[] {1, 1, 255}, 1, 2, 2).over(image);
    assertThat(shown.pixels())
        .containsExactly((byte) 138, (byte) 138, (byte) 138, (byte) 0xD5, 0x5E, 0, 0, 0, 0);
  }

  @Test
  void theShareOfRightPixelsLeavesOutThoseWithoutALabel() {
    assertThat(errors(new int[] {1, 1, 200, 255}, 1, 2, 200, 2).right().orElseThrow())
        .isEqualTo(100 * 2 / 3.0);
    assertThat(errors(new int[] {255, 255}, 1, 2).right()).isEmpty();
  }

  @Test
  void refusesMapsOfDifferentSizes() {
    assertThatThrownBy(() -> errors(new int[] {1}, 1, 2)).hasMessageContaining("1×1 and 2×1");
  }
}
