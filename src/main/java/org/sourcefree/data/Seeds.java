package org.sourcefree.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Seeds and draws that follow from other seeds, the same on every machine. */
public final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Seeds() {}

  /**
   * A seed from a seed and a number; neighbouring ones part at once (SplitMix64's finaliser,
   * Steele, Lea and Flood 2014).
   */
  public static long mix(long seed, long number) {
    long z = seed + (number + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Draws numbers without replacement, in the order drawn; with the same seed a larger draw begins
   * with the smaller one.
   *
   * @param below the numbers are 0…below − 1
   * @param count how many, at most below
   */
  public static int[] distinct(long seed, int below, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] numbers = IntStream.range(0, below).toArray();
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(below - i);
      int drawn = numbers[j];
      numbers[j] = numbers[i];
      numbers[i] = drawn;
    }
    return Arrays.copyOf(numbers, count);
  }
}
