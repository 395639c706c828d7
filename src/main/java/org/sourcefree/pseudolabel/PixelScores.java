package org.sourcefree.pseudolabel;

/** The predictions on a set of images, which can be scanned again and again in the same order. */
@FunctionalInterface
public interface PixelScores {

  /** Receives one image at a time. */
  @FunctionalInterface
  interface Consumer {
    /**
     * Receives an image.
     *
     * @param classes most probable class of each pixel, unsigned bytes
     * @param scores what the selection ranks pixels by, of that class, as many
     */
    void accept(byte[] classes, float[] scores);
  }

  /** Passes every image to the consumer. */
  void scan(Consumer consumer);
}
