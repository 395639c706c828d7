package org.sourcefree.data.crop;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Window;

/**
 * Crops centred on pixels of classes that are rare among predictions, as the authors' code of CRST
 * (Zou et al. 2019) mines them.
 *
 * @param below the share of all predicted pixels that a rare class has less than, in (0, 1]; 0.001
 *     in the authors' code
 * @param chance probability that a crop is centred on a rare class where the image has one, in [0,
 *     1]; 0.8 in the authors' code
 */
public record RareClasses(double below, double chance) {
  private static final int IDS = 256;

  /** Checks the ranges. */
  public RareClasses {
    if (!(below > 0 && below <= 1)) {
      throw new IllegalArgumentException("below must be in (0, 1], got " + below);
    }
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("chance must be in [0, 1], got " + chance);
    }
  }

  /**
   * The rare classes, the rarest first; among them those that were never predicted.
   *
   * @param predicted pixels of each class, of all images
   */
  public List<Integer> of(List<Long> predicted) {
    long all = predicted.stream().mapToLong(Long::longValue).sum();
    return IntStream.range(0, predicted.size())
        .filter(c -> predicted.get(c) < below * all)
        .boxed()
        .sorted(Comparator.comparing(predicted::get))
        .toList();
  }

  /**
   * Draws a crop's place. An image smaller than the crop is thought of as padded to the right and
   * below. Draws in the authors' order: whether to centre; then the class among the rare ones that
   * the image has, each as probable as another, and which of its pixels, or else row and column.
   *
   * @param labels of the image as it is cropped, train ids, 255 = ignored
   * @param crop size of the crop
   * @param rare train ids
   * @return a window of the padded image
   */
  public Window window(
      LabelMap labels, ImageSize crop, List<Integer> rare, RandomGenerator random) {
    int width = Math.max(labels.width(), crop.width());
    int height = Math.max(labels.height(), crop.height());
    int[] counts = new int[IDS];
    for (byte id : labels.ids()) {
      counts[Byte.toUnsignedInt(id)]++;
    }
    int[] present = rare.stream().mapToInt(c -> c).filter(c -> counts[c] > 0).toArray();
    if (random.nextDouble() < chance && present.length > 0) {
      int c = present[random.nextInt(present.length)];
      int pixel = pixel(labels.ids(), c, random.nextInt(counts[c]));
      int x = centred(pixel % labels.width(), crop.width(), width);
      int y = centred(pixel / labels.width(), crop.height(), height);
      return new Window(x, y, crop.width(), crop.height());
    }
    int y = random.nextInt(height - crop.height() + 1);
    int x = random.nextInt(width - crop.width() + 1);
    return new Window(x, y, crop.width(), crop.height());
  }

  /** Where the class's pixel of the given rank is, row by row. */
  private static int pixel(byte[] ids, int c, int rank) {
    int before = 0;
    int i = 0;
    while (Byte.toUnsignedInt(ids[i]) != c || before++ < rank) {
      i++;
    }
    return i;
  }

  private static int centred(int middle, int crop, int side) {
    return Math.min(Math.max(middle - crop / 2, 0), side - crop);
  }
}
