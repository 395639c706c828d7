package org.sourcefree.pseudolabel;

import java.util.function.UnaryOperator;

/**
 * The predictions on a set of images, which can be scanned again and again in the same order; of a
 * set that several label together, those that are labelled here.
 */
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

  /** What was counted in a scan, with what was counted in everybody else's. */
  default long[] sum(long[] counts) {
    return counts;
  }

  /**
   * Scores that are made of these, image by image.
   *
   * @param through what receives an image of these passes on to the consumer
   */
  default PixelScores mapped(UnaryOperator<Consumer> through) {
    PixelScores these = this;
    return new PixelScores() {
      @Override
      public void scan(Consumer consumer) {
        these.scan(through.apply(consumer));
      }

      @Override
      public long[] sum(long[] counts) {
        return these.sum(counts);
      }
    };
  }
}
