package org.sourcefree.data.photometry;

import org.sourcefree.image.RgbImage;

/**
 * Changes of colour, value for value as torchvision's ColorJitter and adjust_gamma make them of a
 * Pillow image; each leaves its argument as it is.
 */
final class Colours {
  private static final int CHANNELS = 3;

  private Colours() {}

  /** Every value times a factor; 0 is black. */
  static RgbImage brightness(RgbImage image, double factor) {
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = blend(0, i, (float) factor);
    }
    return mapped(image, values, values, values);
  }

  /** Every value's distance from the image's mean grey times a factor; 0 is that grey. */
  static RgbImage contrast(RgbImage image, double factor) {
    byte[] pixels = image.pixels();
    long sum = 0;
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      sum += grey(pixels, i);
    }
    long count = pixels.length / CHANNELS;
    int mean = (int) ((double) sum / count + 0.5);
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = blend(mean, i, (float) factor);
    }
    return mapped(image, values, values, values);
  }

  /** Every pixel's distance from its own grey times a factor; 0 is a grey image. */
  static RgbImage saturation(RgbImage image, double factor) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      int grey = grey(pixels, i);
      for (int channel = i; channel < i + CHANNELS; channel++) {
        pixels[channel] = blend(grey, pixels[channel] & 0xFF, (float) factor);
      }
    }
    return new RgbImage(image.width(), image.height(), pixels);
  }

  /**
   * Values from 0 to 1 to a power.
   *
   * @param exponent above 1 darkens
   */
  static RgbImage gamma(RgbImage image, double exponent) {
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) Math.floor((255 + 1 - 1e-3) * StrictMath.pow(i / 255.0, exponent));
    }
    return mapped(image, values, values, values);
  }

  /** Each colour times a gain of its own. */
  static RgbImage gains(RgbImage image, double red, double green, double blue) {
    return mapped(image, gain(red), gain(green), gain(blue));
  }

  private static byte[] gain(double factor) {
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = clipped((int) Math.rint(i * factor));
    }
    return values;
  }

  /**
   * Turns the hue, in the 8-bit HSV values that Pillow works with.
   *
   * @param turn of the whole circle, −0.5 to 0.5
   */
  static RgbImage hue(RgbImage image, double turn) {
    int shift = (int) (turn * 255);
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      Hsv colour = Hsv.of(pixels[i] & 0xFF, pixels[i + 1] & 0xFF, pixels[i + 2] & 0xFF);
      new Hsv((colour.hue() + shift) & 0xFF, colour.saturation(), colour.value()).write(pixels, i);
    }
    return new RgbImage(image.width(), image.height(), pixels);
  }

  private static RgbImage mapped(RgbImage image, byte[] red, byte[] green, byte[] blue) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      pixels[i] = red[pixels[i] & 0xFF];
      pixels[i + 1] = green[pixels[i + 1] & 0xFF];
      pixels[i + 2] = blue[pixels[i + 2] & 0xFF];
    }
    return new RgbImage(image.width(), image.height(), pixels);
  }

  /** Pillow's luma, ITU-R 601-2. */
  private static int grey(byte[] pixels, int at) {
    int red = pixels[at] & 0xFF;
    int green = pixels[at + 1] & 0xFF;
    int blue = pixels[at + 2] & 0xFF;
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }

  /** From one value to another and beyond, cut off as Pillow's blend does. */
  private static byte blend(int from, int to, float factor) {
    return clipped((int) (from + factor * (to - from)));
  }

  static byte clipped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
