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

  /** Width and height, pixels. */
  public ImageSize size() {
    return new ImageSize(width, height);
  }

  /** The array itself, not a copy: unsigned bytes, [height, width, 3]. */
  public byte[] pixels() {
    return pixels;
  }

  /**
   * A copy of the pixels inside the window.
   *
   * @throws IllegalArgumentException if the window reaches beyond the image
   */
  public RgbImage crop(Window window) {
    window.requireInside(width, height);
    return new RgbImage(window.width(), window.height(), window.of(pixels, width, 3));
  }

  /**
   * A copy with another image to its right.
   *
   * @throws IllegalArgumentException if the heights differ
   */
  public RgbImage beside(RgbImage right) {
    if (height != right.height) {
      throw new IllegalArgumentException(
          "images beside each other must be equally high, got %d and %d"
              .formatted(height, right.height));
    }
    int row = 3 * (width + right.width);
    byte[] both = new byte[row * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, 3 * y * width, both, y * row, 3 * width);
      System.arraycopy(
          right.pixels, 3 * y * right.width, both, y * row + 3 * width, 3 * right.width);
    }
    return new RgbImage(width + right.width, height, both);
  }

  /** A copy with left and right exchanged. */
  public RgbImage flip() {
    byte[] flipped = new byte[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * (y * width + x);
        int to = 3 * (y * width + width - 1 - x);
        flipped[to] = pixels[from];
        flipped[to + 1] = pixels[from + 1];
        flipped[to + 2] = pixels[from + 2];
      }
    }
    return new RgbImage(width, height, flipped);
  }
}
