package org.sourcefree.image;

/**
 * A rectangle of an image's pixels.
 *
 * @param x left column, pixels, at least 0
 * @param y top row, pixels, at least 0
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
public record Window(int x, int y, int width, int height) {

  /** Checks the ranges. */
  public Window {
    if (x < 0 || y < 0) {
      throw new IllegalArgumentException(
          "x and y must not be negative, got %d, %d".formatted(x, y));
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be positive, got %d×%d".formatted(width, height));
    }
  }

  /**
   * A copy of the window's bytes.
   *
   * @param bytes of an image that the window lies inside, row by row
   * @param imageWidth pixels
   * @param channels bytes of a pixel
   */
  byte[] of(byte[] bytes, int imageWidth, int channels) {
    int row = channels * width;
    byte[] window = new byte[row * height];
    for (int line = 0; line < height; line++) {
      int from = channels * ((y + line) * imageWidth + x);
      System.arraycopy(bytes, from, window, line * row, row);
    }
    return window;
  }

  void requireInside(int imageWidth, int imageHeight) {
    if (width > imageWidth - x || height > imageHeight - y) {
      throw new IllegalArgumentException(
          "the window %d×%d at %d, %d must lie inside the image of %d×%d pixels"
              .formatted(width, height, x, y, imageWidth, imageHeight));
    }
  }
}
