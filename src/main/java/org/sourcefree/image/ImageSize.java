package org.sourcefree.image;

/**
 * An image's size.
 *
 * @param width pixels
 * @param height pixels
 */
public record ImageSize(int width, int height) {

  /** Width times height. */
  public long pixels() {
    return (long) width * height;
  }

  /** Width × height, as in "2048×1024". */
  @Override
  public String toString() {
    return width + "×" + height;
  }
}
