package org.sourcefree.matching;

import java.util.List;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
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
     * @param logProbabilities of its row or a part of it
     * @param at where the pixel's C values start in them
     */
    void accept(int pixel, float[] logProbabilities, int at);
  }

  /** Passes every pixel on. */
  void forEach(Consumer consumer) {
    for (int y = 0; y < image.height(); y++) {
      pass(new Window(0, y, image.width(), 1), consumer);
    }
  }

  /** Passes the pixels on that have a label; nothing is computed of the others. */
  void forEachOf(LabelMap labels, Consumer consumer) {
    int width = image.width();
    for (int y = 0; y < image.height(); y++) {
      int x = 0;
      while (x < width) {
        int start = x;
        while (x < width && labelled(labels, y * width + x)) {
          x++;
        }
        if (x > start) {
          pass(new Window(start, y, x - start, 1), consumer);
        }
        x++;
      }
    }
  }

  private static boolean labelled(LabelMap labels, int pixel) {
    return Byte.toUnsignedInt(labels.ids()[pixel]) != ClassSet.IGNORE;
  }

  private void pass(Window part, Consumer consumer) {
    float[] logProbabilities = LogitMap.logProbabilities(List.of(logits), image, part);
    int first = part.y() * image.width() + part.x();
    for (int i = 0; i < part.width(); i++) {
      consumer.accept(first + i, logProbabilities, i * logits.classes());
    }
  }
}
