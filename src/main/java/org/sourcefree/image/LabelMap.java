package org.sourcefree.image;

import java.util.Arrays;
import java.util.List;

/**
 * One 8-bit id for every pixel of an image: a dataset's label ids, or train ids with 255 = ignored.
 */
public final class LabelMap {
  private final int width;
  private final int height;
  private final byte[] ids;

  /**
   * Wraps the array without copying it.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param ids unsigned bytes, row by row, [height, width]
   */
  public LabelMap(int width, int height, byte[] ids) {
    if (width < 1 || height < 1 || ids.length != width * height) {
      throw new IllegalArgumentException(
          "a label map of %d×%d pixels needs w·h bytes, got %d"
              .formatted(width, height, ids.length));
    }
    this.width = width;
    this.height = height;
    this.ids = ids;
  }

  /**
   * A map that holds the same id everywhere.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param id 0…255
   */
  public static LabelMap filled(int width, int height, int id) {
    byte[] ids = new byte[width * height];
    Arrays.fill(ids, (byte) id);
    return new LabelMap(width, height, ids);
  }

  /** Width, pixels. */
  public int width() {
    return width;
  }

  /** Height, pixels. */
  public int height() {
    return height;
  }

  /** Width and height, pixels. */
  public ImageSize size() {
    return new ImageSize(width, height);
  }

  /** The array itself, not a copy: unsigned bytes, [height, width]. */
  public byte[] ids() {
    return ids;
  }

  /**
   * A copy of the pixels inside the window.
   *
   * @throws IllegalArgumentException if the window reaches beyond the map
   */
  public LabelMap crop(Window window) {
    window.requireInside(width, height);
    int row = window.width();
    byte[] cropped = new byte[row * window.height()];
    for (int y = 0; y < window.height(); y++) {
      int from = (window.y() + y) * width + window.x();
      System.arraycopy(ids, from, cropped, y * row, row);
    }
    return new LabelMap(window.width(), window.height(), cropped);
  }

  /**
   * The map in colours.
   *
   * @param colours 0xRRGGBB by id; other ids are black
   */
  public RgbImage coloured(List<Integer> colours) {
    int[] palette = new int[256];
    for (int id = 0; id < colours.size(); id++) {
      palette[id] = colours.get(id);
    }
    byte[] pixels = new byte[3 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      int rgb = palette[ids[i] & 255];
      pixels[3 * i] = (byte) (rgb >> 16);
      pixels[3 * i + 1] = (byte) (rgb >> 8);
      pixels[3 * i + 2] = (byte) rgb;
    }
    return new RgbImage(width, height, pixels);
  }

  /** A copy with left and right exchanged. */
  public LabelMap flip() {
    byte[] flipped = new byte[ids.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        flipped[y * width + width - 1 - x] = ids[y * width + x];
      }
    }
    return new LabelMap(width, height, flipped);
  }
}
