package org.sourcefree.data.photometry;

import org.sourcefree.image.RgbImage;

/**
 * Pillow's {@code ImageFilter.GaussianBlur}, value for value: three box filters whose edges count
 * in part, along the rows and then along the columns; beyond the image its edge goes on (Gwosdek et
 * al., Theoretical Foundations of Gaussian Convolution by Extended Box Filtering, SSVM 2011).
 */
final class GaussianBlur {
  private static final int PASSES = 3;
  private static final int CHANNELS = 3;
  private static final int FRACTION_BITS = 24;

  private GaussianBlur() {}

  /**
   * Blurs an image.
   *
   * @param deviation standard deviation, pixels
   */
  static RgbImage apply(RgbImage image, double deviation) {
    if (deviation <= 0) {
      return image;
    }
    float radius = boxRadius((float) deviation);
    byte[] pixels = image.pixels().clone();
    int row = CHANNELS * image.width();
    for (int start = 0; start < pixels.length; start += row) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        blurLine(pixels, start + channel, CHANNELS, image.width(), radius);
      }
    }
    for (int column = 0; column < row; column++) {
      blurLine(pixels, column, row, image.height(), radius);
    }
    return new RgbImage(image.width(), image.height(), pixels);
  }

  /** Half the width of the box, its fractional edge included, less half a pixel. */
  private static float boxRadius(float deviation) {
    float variance = deviation * deviation / PASSES;
    float length = (float) Math.sqrt(12.0 * variance + 1.0);
    float whole = (float) Math.floor((length - 1.0) / 2.0);
    float edge = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
    return whole + edge / (6 * (variance - (whole + 1) * (whole + 1)));
  }

  private static void blurLine(byte[] pixels, int start, int stride, int length, float boxRadius) {
    int radius = (int) boxRadius;
    int weight = (int) ((1 << FRACTION_BITS) / (boxRadius * 2 + 1));
    int edgeWeight = ((1 << FRACTION_BITS) - (radius * 2 + 1) * weight) / 2;
    int[] line = new int[length];
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < length; i++) {
        line[i] = pixels[start + i * stride] & 0xFF;
      }
      int sum = 0;
      for (int i = -radius; i <= radius; i++) {
        sum += at(line, i);
      }
      for (int i = 0; i < length; i++) {
        int edges = at(line, i - radius - 1) + at(line, i + radius + 1);
        int total = sum * weight + edges * edgeWeight + (1 << (FRACTION_BITS - 1));
        pixels[start + i * stride] = (byte) (total >>> FRACTION_BITS);
        sum += at(line, i + radius + 1) - at(line, i - radius);
      }
    }
  }

  private static int at(int[] line, int index) {
    return line[Math.max(0, Math.min(line.length - 1, index))];
  }
}
