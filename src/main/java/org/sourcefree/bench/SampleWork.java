package org.sourcefree.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/**
 * The way of a made-up street image of Cityscapes' size from its PNG file to a training sample, in
 * one thread: decoding, resizing, cropping, flipping. The file is as PngWriter makes it; those of
 * encoders that choose among filters take a little longer to decode.
 */
final class SampleWork {
  static final int WIDTH = 2048;
  static final int HEIGHT = 1024;

  private static final int WARM_UPS = 20;

  private final Path file;
  private final TrainingView view;
  private final RandomGenerator random;

  /**
   * Writes the image and lets the compiler see the work.
   *
   * @param folder for the image
   */
  SampleWork(Path folder, TrainingView view, long seed) {
    this.file = folder.resolve("image.png");
    this.view = view;
    this.random = new SplittableRandom(seed);
    try {
      PngWriter.writeRgb(file, image(seed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < WARM_UPS; i++) {
      run();
    }
  }

  RgbImage run() {
    return view.apply(ImageFiles.readRgb(file), random);
  }

  /** Smooth shades with a sensor's noise: as hard to compress as a photograph, about 3 MB. */
  private static RgbImage image(long seed) {
    Random noise = new Random(seed);
    byte[] pixels = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      double shade = Math.sin(x / 91.0) * Math.cos(y / 57.0) + Math.sin((x + 2 * y) / 23.0) / 2;
      pixels[i] = (byte) (120 + 50 * shade + 10 * (i % 3) + 1.2 * noise.nextGaussian());
    }
    return new RgbImage(WIDTH, HEIGHT, pixels);
  }
}
