package org.sourcefree.pseudolabel;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Finds the value at a given rank among each class's pixels, exactly and without holding the
 * pixels: a first scan counts the upper 16 bits of every value (in the order of floats), a second
 * the lower 16 bits of those that share the rank's upper ones.
 */
final class ClassRanks {
  private static final int BINS = 1 << 16;

  private final PixelScores scores;
  private final int classes;

  ClassRanks(PixelScores scores, int classes) {
    this.scores = scores;
    this.classes = classes;
  }

  /** ⌊n · proportion⌋. */
  static long share(long n, double proportion) {
    // A product that rounds to just below a whole number means that number: 0.29 · 100 is 28.999….
    return (long) Math.floor(n * proportion * (1 + 1e-12));
  }

  /**
   * The threshold of every class above which lie the most confident pixels.
   *
   * @param keep number of a class's pixels → how many of them to keep
   * @return the (kept + 1)-th largest value; −∞ where all are kept, +∞ for a class without pixels
   */
  float[] thresholds(LongUnaryOperator keep) {
    long[][] upper = new long[classes][BINS];
    scores.scan((ids, values) -> count(ids, values, upper));
    sum(upper);
    float[] thresholds = new float[classes];
    int[] bins = new int[classes];
    long[] remaining = new long[classes];
    for (int c = 0; c < classes; c++) {
      long n = Arrays.stream(upper[c]).sum();
      long kept = keep.applyAsLong(n);
      thresholds[c] = n == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
      bins[c] = -1;
      if (kept < n) {
        bins[c] = binOfRank(upper[c], kept);
        remaining[c] = kept - above(upper[c], bins[c]);
      }
    }
    long[][] lower = new long[classes][BINS];
    scores.scan((ids, values) -> countWithin(ids, values, bins, lower));
    sum(lower);
    for (int c = 0; c < classes; c++) {
      if (bins[c] >= 0) {
        thresholds[c] = value(bins[c] << 16 | binOfRank(lower[c], remaining[c]));
      }
    }
    return thresholds;
  }

  private void sum(long[][] counts) {
    for (int c = 0; c < classes; c++) {
      counts[c] = scores.sum(counts[c]);
    }
  }

  private static void count(byte[] ids, float[] values, long[][] upper) {
    for (int i = 0; i < ids.length; i++) {
      upper[Byte.toUnsignedInt(ids[i])][key(values[i]) >>> 16]++;
    }
  }

  private static void countWithin(byte[] ids, float[] values, int[] bins, long[][] lower) {
    for (int i = 0; i < ids.length; i++) {
      int c = Byte.toUnsignedInt(ids[i]);
      int key = key(values[i]);
      if (key >>> 16 == bins[c]) {
        lower[c][key & (BINS - 1)]++;
      }
    }
  }

  /** The bin that holds the value with exactly this many, at most, above it. */
  private static int binOfRank(long[] counts, long rank) {
    long seen = 0;
    int bin = BINS;
    while (seen <= rank) {
      seen += counts[--bin];
    }
    return bin;
  }

  private static long above(long[] counts, int bin) {
    return Arrays.stream(counts, bin + 1, BINS).sum();
  }

  /** An int whose unsigned order is the floats' order. */
  private static int key(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  private static float value(int key) {
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }
}
