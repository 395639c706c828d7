package org.sourcefree.matching;

import java.util.List;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.Window;
import org.sourcefree.pseudolabel.LogitMap;

/**
 * The log-probabilities of an image's pixels, row by row, so that they are never held at full size.
 *
 * @param logits the network's
 * @param image the size that they are upsampled to
 */
record MapRows(LogitMap logits, ImageSize image) {

  /** Receives a pixel. */
  interface Consumer {
    /**
     * Receives a pixel.
     *
     * @param pixel its number, row by row
     * @param logProbabilities of its row
     * @param at where the pixel's C values start in them
     */
    void accept(int pixel, float[] logProbabilities, int at);
  }

  /** Passes every pixel on. */
  void forEach(Consumer consumer) {
    for (int y = 0; y < image.height(); y++) {
      Window row = new Window(0, y, image.width(), 1);
      float[] logProbabilities = LogitMap.logProbabilities(List.of(logits), image, row);
      for (int x = 0; x < image.width(); x++) {
        consumer.accept(y * image.width() + x, logProbabilities, x * logits.classes());
      }
    }
  }
}
