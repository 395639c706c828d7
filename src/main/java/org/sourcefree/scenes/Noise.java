package org.sourcefree.scenes;

import org.sourcefree.data.Seeds;

/** Textures that repeat every 256 cells, values about −1…1, the same in every scene. */
final class Noise {
  private static final int SIZE = 256;

  /** Every cell on its own. */
  static final Noise GRAIN = new Noise(1, 1, 1);

  /** Foliage: clumps of 4 to 16 cells. */
  static final Noise LEAVES = new Noise(2, 16, 4);

  /** Soft stains and clouds: clumps of 16 to 64 cells. */
  static final Noise STAINS = new Noise(3, 64, 8);

  // Steps of 1/48 in a byte each: a table of 64 KiB stays in the processor's cache.
  private static final float STEP = 1 / 48f;

  private final byte[] values = new byte[SIZE * SIZE];

  private Noise(long seed, int largest, int smallest) {
    double[] sum = new double[SIZE * SIZE];
    double weight = 1;
    double power = 0;
    for (int step = largest; step >= smallest; step /= 2) {
      addOctave(sum, Seeds.mix(seed, step), step, weight);
      power += weight * weight;
      weight *= 0.8;
    }
    double scale = 1.4 / StrictMath.sqrt(power) / STEP;
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) Math.max(-127, Math.min(127, Math.round(sum[i] * scale)));
    }
  }

  /** The texture at a cell; any coordinates. */
  float at(int x, int y) {
    return values[(y & (SIZE - 1)) * SIZE + (x & (SIZE - 1))] * STEP;
  }

  private static void addOctave(double[] sum, long seed, int step, double weight) {
    int cells = SIZE / step;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double fx = smooth((x % step) / (double) step);
        double fy = smooth((y % step) / (double) step);
        int cx = x / step;
        int cy = y / step;
        double top = mix(knot(seed, cx, cy, cells), knot(seed, cx + 1, cy, cells), fx);
        double low = mix(knot(seed, cx, cy + 1, cells), knot(seed, cx + 1, cy + 1, cells), fx);
        sum[y * SIZE + x] += weight * mix(top, low, fy);
      }
    }
  }

  private static double knot(long seed, int x, int y, int cells) {
    return 2 * Dice.hash(seed, x % cells, y % cells) - 1;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}
