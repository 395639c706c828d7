package org.sourcefree.pseudolabel;

/**
 * A part of a side resized bilinearly, not antialiased, as OpenCV resizes: the middle of a pixel
 * falls on the middle of its counterpart, and pixels beyond the edge are the edge's.
 */
final class Stretch {
  private final int[] first;
  private final int[] second;
  private final float[] share;

  /**
   * Places the part's pixels.
   *
   * @param from pixels of the side
   * @param to pixels of the resized side
   * @param at where the part starts on the resized side
   * @param part of the resized side, pixels
   * @param size that the part is resized to, pixels
   */
  Stretch(int from, int to, int at, int part, int size) {
    first = new int[size];
    second = new int[size];
    share = new float[size];
    for (int i = 0; i < size; i++) {
      double middle = (at + (i + 0.5) * part / size) * from / to - 0.5;
      double position = Math.min(Math.max(middle, 0), from - 1);
      first[i] = (int) position;
      second[i] = Math.min(first[i] + 1, from - 1);
      share[i] = (float) (position - first[i]);
    }
  }

  /** The first of the two pixels that the part's i-th lies between. */
  int first(int i) {
    return first[i];
  }

  /** The second of the two pixels that the part's i-th lies between. */
  int second(int i) {
    return second[i];
  }

  /** How far the part's i-th pixel lies from the first towards the second, in [0, 1). */
  float share(int i) {
    return share[i];
  }

  /** The first pixel that the part needs. */
  int start() {
    return first[0];
  }

  /** How many pixels the part needs. */
  int length() {
    return second[second.length - 1] - start() + 1;
  }
}
