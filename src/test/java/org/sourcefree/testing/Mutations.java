package org.sourcefree.testing;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage to bytes. */
public final class Mutations {
  private Mutations() {}

  /** Flips, overwrites, removes, inserts, doubles or cuts off bytes of a range. */
  public static byte[] of(byte[] original, SplittableRandom random, int from, int to) {
    byte[] bytes = original.clone();
    int at = random.nextInt(from, to);
    int length = Math.min(to - at, 1 + random.nextInt(8));
    switch (random.nextInt(7)) {
      case 0, 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 3 -> {
        for (int i = at; i < at + length; i++) {
          bytes[i] = (byte) random.nextInt(256);
        }
      }
      case 4 -> bytes = joined(bytes, 0, at, at + length, bytes.length);
      case 5 -> bytes = joined(bytes, 0, at + length, at, bytes.length);
      default -> bytes = Arrays.copyOf(bytes, at);
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int from, int to, int thenFrom, int thenTo) {
    byte[] result =
        Arrays.copyOf(Arrays.copyOfRange(bytes, from, to), to - from + thenTo - thenFrom);
    System.arraycopy(bytes, thenFrom, result, to - from, thenTo - thenFrom);
    return result;
  }
}
