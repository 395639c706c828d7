package org.sourcefree.scenes;

/** Arithmetic on colours packed as 0xRRGGBB. */
final class Rgb {
  private Rgb() {}

  static int of(double red, double green, double blue) {
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  /** The colour under more (above 1) or less light. */
  static int lit(int rgb, double factor) {
    int f = Math.max(0, (int) (factor * 256 + 0.5));
    int red = Math.min(255, (red(rgb) * f) >> 8);
    int green = Math.min(255, (green(rgb) * f) >> 8);
    int blue = Math.min(255, (blue(rgb) * f) >> 8);
    return red << 16 | green << 8 | blue;
  }

  /** The colour at a share, 0…1, of the way from one to another. */
  static int mix(int a, int b, double share) {
    int f = (int) (share * 256 + 0.5);
    int red = (red(a) * (256 - f) + red(b) * f) >> 8;
    int green = (green(a) * (256 - f) + green(b) * f) >> 8;
    int blue = (blue(a) * (256 - f) + blue(b) * f) >> 8;
    return red << 16 | green << 8 | blue;
  }

  /** The colour moved as far as {@code from} is from {@code to}, times the share. */
  static int shifted(int rgb, int from, int to, double share) {
    return of(
        red(rgb) + (red(to) - red(from)) * share,
        green(rgb) + (green(to) - green(from)) * share,
        blue(rgb) + (blue(to) - blue(from)) * share);
  }

  static int red(int rgb) {
    return (rgb >> 16) & 255;
  }

  static int green(int rgb) {
    return (rgb >> 8) & 255;
  }

  static int blue(int rgb) {
    return rgb & 255;
  }

  private static int clamp(double value) {
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
  }
}
