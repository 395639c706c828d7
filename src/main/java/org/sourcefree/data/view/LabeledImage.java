package org.sourcefree.data.view;

import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * An image and its train ids.
 *
 * @param image [H, W, 3]
 * @param labels train ids, [H, W], 255 = ignored
 */
public record LabeledImage(RgbImage image, LabelMap labels) {

  /** Checks that the sizes agree. */
  public LabeledImage {
    if (!labels.size().equals(image.size())) {
      throw new IllegalArgumentException(
          "labels must be of the image's size %s, got %s".formatted(image.size(), labels.size()));
    }
  }
}
