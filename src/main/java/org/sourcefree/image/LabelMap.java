package org.sourcefree.image;

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

  /** Width, pixels. */
  public int width() {
    return width;
  }

  /** Height, pixels. */
  public int height() {
    return height;
  }

  /** The array itself, not a copy: unsigned bytes, [height, width]. */
  public byte[] ids() {
    return ids;
  }
}
