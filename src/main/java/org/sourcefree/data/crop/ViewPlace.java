package org.sourcefree.data.crop;

import org.sourcefree.image.ImageSize;
import org.sourcefree.image.Window;

/**
 * Where in an image a training view looks.
 *
 * @param image the image's size
 * @param resized the size it is resized to
 * @param window the part of the resized image
 * @param view the size that the part is resized to
 * @param mirrored whether left and right are exchanged after that
 */
public record ViewPlace(
    ImageSize image, ImageSize resized, Window window, ImageSize view, boolean mirrored) {

  /** Checks that the window lies inside. */
  public ViewPlace {
    if (window.x() + window.width() > resized.width()
        || window.y() + window.height() > resized.height()) {
      throw new IllegalArgumentException(
          "the window %d×%d at %d, %d must lie inside the resized image of %s pixels"
              .formatted(window.width(), window.height(), window.x(), window.y(), resized));
    }
  }
}
