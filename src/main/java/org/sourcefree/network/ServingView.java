package org.sourcefree.network;

import java.util.Optional;
import org.sourcefree.image.ImageSize;

/**
 * What a served network sees of an image, and which images it takes.
 *
 * @param seen the size that images are resized to, bicubic, as evaluation does; their own if empty
 * @param taken the only size of the images of a request; any if empty
 */
public record ServingView(Optional<ImageSize> seen, Optional<ImageSize> taken) {

  /** Whether images have to be resized. */
  boolean resizes() {
    return seen.isPresent() && !seen.equals(taken);
  }
}
