package org.sourcefree.image;

import java.util.Arrays;

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
    return new LabelMap(window.width(), window.height(), window.of(ids, width, 1));
  }

  /**
   * The map with other ids.
   *
   * @param table the new id by the old one, 256 entries
   */
  public LabelMap translated(byte[] table) {
    byte[] to = new byte[ids.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = table[ids[i] & 0xFF];
    }
    return new LabelMap(width, height, to);
  }

  /**
   * The map in colours.
   *
   * @param palette 0xRRGGBB by id, 256 entries
   */
  public RgbImage coloured(int[] palette) {
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
