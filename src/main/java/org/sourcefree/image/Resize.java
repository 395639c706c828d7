package org.sourcefree.image;

import java.util.Arrays;

/**
 * Resizes as Pillow 9.4's Image.resize does, bit for bit: bicubic for images, nearest for labels.
 * Each comes with a form that computes only a window of the resized image, which equals resizing
 * and then cropping.
 */
public final class Resize {
  private static final int HALF = 1 << (Kernel.FRACTION_BITS - 1);

  private Resize() {}

  /**
   * Bicubic, a = −0.5, antialiased where it reduces, horizontal before vertical, each pass rounded
   * and clipped to 8 bits. The image itself where the size is already right.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public static RgbImage bicubic(RgbImage image, int width, int height) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    return bicubic(image, width, height, new Window(0, 0, width, height));
  }

  /** The window of {@code bicubic(image, width, height)}. */
  public static RgbImage bicubic(RgbImage image, int width, int height, Window window) {
    window.requireInside(width, height);
    if (width == image.width() && height == image.height()) {
      return image.crop(window);
    }
    Kernel across = Kernel.bicubic(image.width(), width, window.x(), window.width());
    Kernel down = Kernel.bicubic(image.height(), height, window.y(), window.height());
    int top = down.first[0];
    byte[] rows = horizontal(image, across, top, down.end());
    return new RgbImage(window.width(), window.height(), vertical(rows, down, top, window.width()));
  }

  /**
   * Nearest: output column x takes input column ⌊(x + ½) · input width / width⌋, rows alike, where
   * the position is reached by adding steps in float64, as Pillow does. The map itself where the
   * size is already right.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public static LabelMap nearest(LabelMap labels, int width, int height) {
    if (width == labels.width() && height == labels.height()) {
      return labels;
    }
    return nearest(labels, width, height, new Window(0, 0, width, height));
  }

  /** The window of {@code nearest(labels, width, height)}. */
  public static LabelMap nearest(LabelMap labels, int width, int height, Window window) {
    window.requireInside(width, height);
    int[] columns = positions(labels.width(), width, window.x(), window.width());
    int[] rows = positions(labels.height(), height, window.y(), window.height());
    byte[] from = labels.ids();
    byte[] to = new byte[columns.length * rows.length];
    int i = 0;
    for (int row : rows) {
      int start = row * labels.width();
      for (int column : columns) {
        to[i++] = from[start + column];
      }
    }
    return new LabelMap(columns.length, rows.length, to);
  }

  /**
   * Steps are summed, not multiplied, as Pillow does: it decides where a position is an integer.
   */
  private static int[] positions(int input, int output, int from, int length) {
    double step = (double) input / output;
    double position = 0.5 * step;
    int[] positions = new int[length];
    for (int i = 0; i < from + length; i++) {
      if (i >= from) {
        positions[i - from] = Math.min(input - 1, (int) position);
      }
      position += step;
    }
    return positions;
  }

  private static byte[] horizontal(RgbImage image, Kernel kernel, int top, int bottom) {
    byte[] from = image.pixels();
    int[] weights = kernel.weights;
    int width = kernel.first.length;
    byte[] to = new byte[3 * width * (bottom - top)];
    int at = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = 3 * (y * image.width() + kernel.first[x]);
        int weight = x * kernel.stride;
        int end = weight + kernel.count[x];
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        for (; weight < end; weight++, pixel += 3) {
          int w = weights[weight];
          red += w * (from[pixel] & 0xFF);
          green += w * (from[pixel + 1] & 0xFF);
          blue += w * (from[pixel + 2] & 0xFF);
        }
        to[at++] = clip(red);
        to[at++] = clip(green);
        to[at++] = clip(blue);
      }
    }
    return to;
  }

  private static byte[] vertical(byte[] from, Kernel kernel, int top, int width) {
    int row = 3 * width;
    int height = kernel.first.length;
    byte[] to = new byte[row * height];
    int[] sums = new int[row];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int j = 0; j < kernel.count[y]; j++) {
        accumulate(
            sums, from, (kernel.first[y] - top + j) * row, kernel.weights[y * kernel.stride + j]);
      }
      for (int i = 0; i < row; i++) {
        to[y * row + i] = clip(sums[i]);
      }
    }
    return to;
  }

  private static void accumulate(int[] sums, byte[] from, int start, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (from[start + i] & 0xFF);
    }
  }

  private static byte clip(int sum) {
    int value = sum >> Kernel.FRACTION_BITS;
    return (byte) Math.max(0, Math.min(255, value));
  }
}
