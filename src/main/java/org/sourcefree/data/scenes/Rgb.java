package org.sourcefree.data.scenes;

/** Arithmetic on colours packed as 0xRRGGBB. */
final class Rgb {
  private Rgb() {}

  static int of(double red, double green, double blue) {
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  /** The colour under more (above 1) or less light. */
  static int lit(int rgb, double factor) {
    return of(red(rgb) * factor, green(rgb) * factor, blue(rgb) * factor);
  }

  static int mix(int a, int b, double share) {
    return of(
        red(a) + (red(b) - red(a)) * share,
        green(a) + (green(b) - green(a)) * share,
        blue(a) + (blue(b) - blue(a)) * share);
  }

  /** The colour moved as far as {@code from} is from {@code to}, times the share. */
  static int shifted(int rgb, int from, int to, double share) {
    return of(
        red(rgb) + (red(to) - red(from)) * share,
        green(rgb) + (green(to) - green(from)) * share,
        blue(rgb) + (blue(to) - blue(from)) * share);
  }

  static int red(int rgb) {
    return rgb >> 16 & 255;
  }

  static int green(int rgb) {
    return rgb >> 8 & 255;
  }

  static int blue(int rgb) {
    return rgb & 255;
  }

  private static int clamp(double value) {
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
  }
}
