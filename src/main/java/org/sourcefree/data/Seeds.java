package org.sourcefree.data;

/** Seeds that follow from others, the same on every machine. */
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
}
