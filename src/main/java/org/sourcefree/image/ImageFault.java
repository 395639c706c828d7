package org.sourcefree.image;

import java.io.IOException;

/**
 * What is wrong with an image, in words of ours, which go behind "cannot be read:". Those of Java's
 * decoders are not shown: they speak of their own insides.
 */
final class ImageFault extends IOException {
  private static final long serialVersionUID = 1;

  /** What is known of most files that a decoder gives up. */
  static final String DAMAGED = "the file is truncated or damaged";

  ImageFault(String words) {
    super(words);
  }
}
