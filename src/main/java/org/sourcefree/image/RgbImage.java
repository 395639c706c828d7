package org.sourcefree.image;

/** An 8-bit RGB image in memory. */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] pixels;

  /**
   * Wraps the array without copying it.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param pixels R, G, B of each pixel as unsigned bytes, row by row, [height, width, 3]
   */
  public RgbImage(int width, int height, byte[] pixels) {
    if (width < 1 || height < 1 || pixels.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "an RGB image of %d×%d pixels needs 3·w·h bytes, got %d"
              .formatted(width, height, pixels.length));
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /** Width, pixels. */
  public int width() {
    return width;
  }

  /** Height, pixels. */
  public int height() {
    return height;
  }

  /** The array itself, not a copy: unsigned bytes, [height, width, 3]. */
  public byte[] pixels() {
    return pixels;
  }
}
