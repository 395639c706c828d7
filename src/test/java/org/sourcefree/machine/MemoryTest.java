package org.sourcefree.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageSize;

/** Images that are too large for the memory there is. */
class MemoryTest {
  private static final ImageSize LARGE = new ImageSize(10_000, 5_000);

  @Test
  void isCountedByClassesAndPixels() {
    long needed = 3L * Float.BYTES * 19 * 10_000 * 5_000;
    assertThat(new Memory(needed).lacking("a.png", LARGE, 19)).isEmpty();
    assertThat(new Memory(needed - 1).lacking("a.png", LARGE, 19))
        .contains(
            "image a.png of 10000×5000 pixels takes about 10.6 GiB of memory to predict, 10.6 GiB are available");
    assertThatThrownBy(() -> new Memory(1 << 20).require("a.png", LARGE, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("takes about 0.6 GiB")
        .hasMessageContaining("1 MiB are available");
  }
}
