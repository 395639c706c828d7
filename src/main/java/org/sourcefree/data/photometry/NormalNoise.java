package org.sourcefree.data.photometry;

import java.util.random.RandomGenerator;
import org.sourcefree.image.RgbImage;

/** A sensor's noise. */
final class NormalNoise {
  private NormalNoise() {}

  /**
   * Adds independent normal values to every colour of every pixel, rounded and clipped.
   *
   * @param deviation standard deviation, grey levels
   */
  static RgbImage apply(RgbImage image, double deviation, RandomGenerator random) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i += 2) {
      // Box and Muller: two uniform values make two normal ones, the same on every JDK.
      double radius = deviation * Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      pixels[i] = sum(pixels[i], radius * StrictMath.cos(angle));
      if (i + 1 < pixels.length) {
        pixels[i + 1] = sum(pixels[i + 1], radius * StrictMath.sin(angle));
      }
    }
    return new RgbImage(image.width(), image.height(), pixels);
  }

  private static byte sum(byte value, double noise) {
    return Colours.clipped((int) Math.rint((value & 0xFF) + noise));
  }
}
