package org.sourcefree.image;

import java.util.Arrays;
import java.util.List;

/** Tiles images into one picture, without a word. */
public final class ContactSheet {
  private static final int GAP = 6;

  private ContactSheet() {}

  /**
   * Lays rows of images side by side on white.
   *
   * @param rows images, all of one size; rows may differ in length
   */
  public static RgbImage tile(List<List<RgbImage>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    if (columns == 0) {
      throw new IllegalArgumentException("a contact sheet needs at least one image");
    }
    RgbImage first = rows.stream().flatMap(List::stream).findFirst().orElseThrow();
    int width = columns * (first.width() + GAP) - GAP;
    int height = rows.size() * (first.height() + GAP) - GAP;
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        RgbImage image = rows.get(row).get(column);
        if (image.width() != first.width() || image.height() != first.height()) {
          throw new IllegalArgumentException(
              "all images of a contact sheet must be %d×%d, got %d×%d"
                  .formatted(first.width(), first.height(), image.width(), image.height()));
        }
        int x = column * (image.width() + GAP);
        int y = row * (image.height() + GAP);
        paste(image, pixels, 3 * (y * width + x), 3 * width);
      }
    }
    return new RgbImage(width, height, pixels);
  }

  /** Lays images of any size below one another on white. */
  public static RgbImage stack(List<RgbImage> images) {
    int width = images.stream().mapToInt(RgbImage::width).max().orElse(1);
    int height = images.stream().mapToInt(image -> image.height() + GAP).sum() - GAP;
    byte[] pixels = new byte[3 * width * Math.max(1, height)];
    Arrays.fill(pixels, (byte) 255);
    int y = 0;
    for (RgbImage image : images) {
      paste(image, pixels, 3 * y * width, 3 * width);
      y += image.height() + GAP;
    }
    return new RgbImage(width, Math.max(1, height), pixels);
  }

  private static void paste(RgbImage image, byte[] pixels, int start, int stride) {
    int length = 3 * image.width();
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(image.pixels(), y * length, pixels, start + y * stride, length);
    }
  }
}
