package org.sourcefree.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/** Images and labels without meaning, to time work on. */
public final class MadeUp {
  private static final double LABELLED = 0.2;

  private MadeUp() {}

  /** Random pixels, of which a fifth have random labels. */
  public static Batch batch(int images, ImageSize size, int classes, long seed) {
    Random random = new Random(seed);
    byte[] labels = new byte[Math.toIntExact(images * size.pixels())];
    byte[] pixels = new byte[3 * labels.length];
    random.nextBytes(pixels);
    for (int i = 0; i < labels.length; i++) {
      boolean labelled = random.nextDouble() < LABELLED;
      labels[i] = (byte) (labelled ? random.nextInt(classes) : ClassSet.IGNORE);
    }
    return new Batch(pixels, labels, Collections.nCopies(images, "made up"), size);
  }

  /** Random pixels. */
  public static RgbImage image(int width, int height, long seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return new RgbImage(width, height, pixels);
  }

  /** Images in a folder. */
  public static List<Sample> images(Path folder, int count, int width, int height) {
    List<Sample> samples = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Path file = folder.resolve(i + ".png");
        PngWriter.writeRgb(file, image(width, height, i));
        samples.add(new Sample(Integer.toString(i), file, Optional.empty()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return samples;
  }
}
