package org.sourcefree.data;

import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;

/**
 * What evaluation and the labelling pass see of an image: all of it, resized bicubic.
 *
 * @param width pixels
 * @param height pixels
 */
public record EvaluationView(int width, int height) {

  private static final long MOST_PIXELS = 100_000_000;

  /** Checks the ranges. */
  public EvaluationView {
    if (width < 1) {
      throw new IllegalArgumentException("width must be positive, got " + width);
    }
    if (height < 1) {
      throw new IllegalArgumentException("height must be positive, got " + height);
    }
    if ((long) width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "width and height must be at most 100 megapixels, got %d×%d".formatted(width, height));
    }
  }

  /** The image at this size, [height, width, 3]. */
  public RgbImage apply(RgbImage image) {
    return Resize.bicubic(image, width, height);
  }
}
