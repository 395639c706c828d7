package org.sourcefree.image;

import java.util.Arrays;

/**
 * Resizes as Pillow 9.4's Image.resize does, bit for bit: bicubic for images, nearest for labels.
 * Each comes with a form that computes only a window of the resized image, which equals resizing
 * and then cropping.
 */
public final class Resize {
  private static final int HALF = 1 << (BicubicKernel.FRACTION_BITS - 1);

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
    BicubicKernel across = BicubicKernel.bicubic(image.width(), width, window.x(), window.width());
    BicubicKernel down = BicubicKernel.bicubic(image.height(), height, window.y(), window.height());
    return new RgbImage(window.width(), window.height(), resize(image, across, down));
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

  /** Keeps no more rows of the horizontal pass than one output row needs. */
  private static byte[] resize(RgbImage image, BicubicKernel across, BicubicKernel down) {
    int length = 3 * across.first.length;
    int[][] rows = new int[down.stride][length];
    int[] sums = new int[length];
    byte[] to = new byte[length * down.first.length];
    int done = down.first[0];
    for (int y = 0; y < down.first.length; y++) {
      int first = down.first[y];
      int count = down.count[y];
      for (; done < first + count; done++) {
        horizontal(image, done, across, rows[done % rows.length]);
      }
      Arrays.fill(sums, HALF);
      for (int j = 0; j < count; j++) {
        accumulate(sums, rows[(first + j) % rows.length], down.weights[y * down.stride + j]);
      }
      for (int i = 0; i < length; i++) {
        to[y * length + i] = (byte) clip(sums[i]);
      }
    }
    return to;
  }

  private static void horizontal(RgbImage image, int y, BicubicKernel kernel, int[] to) {
    byte[] from = image.pixels();
    int[] weights = kernel.weights;
    int start = 3 * y * image.width();
    int at = 0;
    for (int x = 0; x < kernel.first.length; x++) {
      int pixel = start + 3 * kernel.first[x];
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

  /** Integers alone, so that the compiler makes vector instructions of it. */
  private static void accumulate(int[] sums, int[] row, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private static int clip(int sum) {
    return Math.max(0, Math.min(255, sum >> BicubicKernel.FRACTION_BITS));
  }
}
