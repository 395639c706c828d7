package org.sourcefree.run;

import java.util.Locale;

/** A difference of two mIoU, percent, as whoever subtracts the figures shown would have it. */
public final class Difference {
  private Difference() {}

  /**
   * In words, e.g. {@code +6.4 over source only} or {@code 12.2 below target statistics}.
   *
   * @param name of the other
   */
  public static String of(double miou, double other, String name) {
    long tenths = Math.round(10 * miou) - Math.round(10 * other);
    if (tenths == 0) {
      return "level with " + name;
    }
    return tenths > 0
        ? String.format(Locale.ROOT, "+%.1f over %s", tenths / 10.0, name)
        : String.format(Locale.ROOT, "%.1f below %s", -tenths / 10.0, name);
  }
}
