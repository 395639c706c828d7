package org.sourcefree.patches;

import org.sourcefree.data.Batch;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.Window;

/**
 * The share of each class in each quarter of a patch of a label map. Ignored pixels are of no
 * class, but count among a quarter's pixels.
 */
final class PatchHistogram {
  static final int QUARTERS = 4;

  private final float[] shares;
  private final float pixel;

  /**
   * Made of shares.
   *
   * @param shares [4·C], quarters in rows, each with all classes
   * @param pixel a pixel's share of its quarter
   */
  private PatchHistogram(float[] shares, float pixel) {
    this.shares = shares;
    this.pixel = pixel;
  }

  /**
   * Of a patch of the n-th image of a batch.
   *
   * @param classes C
   */
  static PatchHistogram of(Batch batch, int n, Window patch, int classes) {
    int columns = batch.labelSize().width();
    int first = n * Math.toIntExact(batch.labelSize().pixels());
    float[] shares = new float[QUARTERS * classes];
    float pixel = (float) QUARTERS / (patch.height() * patch.width());
    for (int y = 0; y < patch.height(); y++) {
      int row = first + (patch.y() + y) * columns + patch.x();
      int ofRow = 2 * (2 * y / patch.height());
      for (int x = 0; x < patch.width(); x++) {
        int id = Byte.toUnsignedInt(batch.labels()[row + x]);
        if (id != ClassSet.IGNORE) {
          shares[(ofRow + 2 * x / patch.width()) * classes + id] += pixel;
        }
      }
    }
    return new PatchHistogram(shares, pixel);
  }

  /** The array itself, [4·C], quarters in rows, each with all classes. */
  float[] shares() {
    return shares;
  }

  /** Whether at least half of the patch is labelled, but for what rounding may take. */
  boolean isLabelled() {
    double quarters = 0;
    for (float share : shares) {
      quarters += share;
    }
    return quarters >= QUARTERS / 2.0 - pixel / 4;
  }
}
