package org.sourcefree.evaluation;

import java.util.Locale;

/**
 * A difference of two IoU or mIoU, percent, as whoever subtracts the figures shown would have it.
 */
public final class Difference {
  private Difference() {}

  /** The difference, points: 57.64 and 45.37 are shown as 57.6 and 45.4, so that it is −12.2. */
  public static double points(double value, double other) {
    return (Math.round(10 * value) - Math.round(10 * other)) / 10.0;
  }

  /**
   * In words, e.g. {@code +6.4 over source only} or {@code 12.2 below target statistics}.
   *
   * @param name of the other
   */
  public static String of(double miou, double other, String name) {
    double points = points(miou, other);
    if (points == 0) {
      return "level with " + name;
    }
    return points > 0
        ? String.format(Locale.ROOT, "+%.1f over %s", points, name)
        : String.format(Locale.ROOT, "%.1f below %s", -points, name);
  }
}
