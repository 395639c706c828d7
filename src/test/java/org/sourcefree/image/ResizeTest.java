package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sourcefree.testing.Npy;

class ResizeTest {
  private static RgbImage image(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(7).nextBytes(pixels);
    return new RgbImage(width, height, pixels);
  }

  private static LabelMap labels(int width, int height) {
    byte[] ids = new byte[width * height];
    new Random(8).nextBytes(ids);
    return new LabelMap(width, height, ids);
  }

  @Test
  void halvesAsPillowDoes() {
    Npy whole = Npy.read("golden/augmentation/image_rgb_hwc.npy");
    Npy half = Npy.read("golden/augmentation/test_half_pil_rgb_hwc.npy");

    RgbImage resized = Resize.bicubic(new RgbImage(256, 128, whole.bytes()), 128, 64);

    assertThat(resized.pixels()).isEqualTo(half.bytes());
  }

  /** Expected values from Pillow 9.4. */
  @Test
  void enlargesAStepWithItsOvershootClipped() {
    byte[] step = {0, 0, 0, 100, 100, 100, (byte) 255, (byte) 255, (byte) 255};

    RgbImage resized = Resize.bicubic(new RgbImage(3, 1, step), 6, 2);

    assertThat(resized.width()).isEqualTo(6);
    assertThat(resized.height()).isEqualTo(2);
    int[] row = new int[6];
    for (int x = 0; x < 6; x++) {
      row[x] = resized.pixels()[3 * (6 + x) + 1] & 0xFF;
    }
    assertThat(row).containsExactly(0, 16, 67, 141, 228, 255);
  }

  @Test
  void keepsAConstantImage() {
    byte[] pixels = new byte[3 * 17 * 5];
    Arrays.fill(pixels, (byte) 201);

    assertThat(Resize.bicubic(new RgbImage(17, 5, pixels), 6, 11).pixels())
        .containsOnly((byte) 201);
  }

  @Test
  void keepsPixelsAtTheSameSize() {
    RgbImage image = image(9, 4);

    assertThat(Resize.bicubic(image, 9, 4).pixels()).isEqualTo(image.pixels());
    assertThat(Resize.nearest(labels(9, 4), 9, 4).ids()).isEqualTo(labels(9, 4).ids());
  }

  @Test
  void windowEqualsResizingThenCropping() {
    Window window = new Window(5, 2, 11, 8);
    for (int[] size : new int[][] {{19, 13}, {41, 29}, {23, 10}, {31, 17}}) {
      RgbImage image = image(31, 17);
      LabelMap labels = labels(31, 17);

      assertThat(Resize.bicubic(image, size[0], size[1], window).pixels())
          .isEqualTo(Resize.bicubic(image, size[0], size[1]).crop(window).pixels());
      assertThat(Resize.nearest(labels, size[0], size[1], window).ids())
          .isEqualTo(Resize.nearest(labels, size[0], size[1]).crop(window).ids());
    }
  }

  @Test
  void nearestTakesThePixelBelowTheCentre() {
    LabelMap labels = new LabelMap(5, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});

    // Columns ⌊(x + ½) · 5 / 3⌋ = 0, 2, 4; rows ⌊(y + ½) · 2 / 3⌋ = 0, 1, 1.
    assertThat(Resize.nearest(labels, 3, 3).ids()).containsExactly(0, 2, 4, 5, 7, 9, 5, 7, 9);
  }

  /** Expected values from Pillow 9.4: column 3, at exactly 1, is reached from below. */
  @Test
  void nearestAddsStepsAsPillowDoes() {
    LabelMap labels = new LabelMap(2, 1, new byte[] {0, 1});

    assertThat(Resize.nearest(labels, 7, 1).ids()).containsExactly(0, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void sizesAreWidthByHeight() {
    assertThat(image(3, 2).size()).isEqualTo(new ImageSize(3, 2)).hasToString("3×2");
    assertThat(labels(2, 3).size()).isNotEqualTo(image(3, 2).size());
  }

  @Test
  void flipsAndCrops() {
    LabelMap labels = new LabelMap(3, 2, new byte[] {0, 1, 2, 3, 4, 5});
    RgbImage image = new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

    assertThat(labels.flip().ids()).containsExactly(2, 1, 0, 5, 4, 3);
    assertThat(labels.crop(new Window(1, 0, 2, 2)).ids()).containsExactly(1, 2, 4, 5);
    assertThat(image.flip().pixels()).containsExactly(4, 5, 6, 1, 2, 3);
    assertThat(image.crop(new Window(1, 0, 1, 1)).pixels()).containsExactly(4, 5, 6);
    assertThatThrownBy(() -> image.crop(new Window(1, 0, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2×1");
  }
}
