package org.sourcefree.sourcedata;

import java.util.Arrays;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.LabelMap;
import org.sourcefree.matching.ClassPool;
import org.sourcefree.matching.ClassVectors;
import org.sourcefree.matching.Likeness;
import org.sourcefree.matching.Pooling;
import org.sourcefree.pseudolabel.LogitMap;

/**
 * Pixel-wise matching, Li et al. 2020: of each class of a source image the share of its pixels
 * whose prediction p is most like the class's vector P of the target. A pixel's likeness is the
 * largest KL(P‖p) of the whole image minus its own; kept are pixels above the (⌊n·keep⌋ + 1)-th
 * largest of the class's n, so fewer where values tie, and never the image's least alike.
 *
 * @param keep share of each class's pixels, in (0, 1]; 0.9 in the authors' code
 * @param temperature T of the class vectors, above 0; 2 in the authors' code
 * @param pool how class vectors are taken together
 * @param unmatched what happens to a class that was never selected on the target
 */
public record Similar(double keep, double temperature, Pooling pool, Unmatched unmatched)
    implements SourceFilter {

  /** What happens to pixels of a class that has no vector; the authors' code stops there. */
  public enum Unmatched {
    /** All are kept. */
    KEEP,

    /** All are ignored. */
    DROP
  }

  /** Checks the ranges. */
  public Similar {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep must be in (0, 1], got " + keep);
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be positive, got " + temperature);
    }
  }

  @Override
  public ClassPool pool(int classes) {
    return new ClassPool(classes, temperature, pool);
  }

  @Override
  public boolean keepsUnmatched() {
    return unmatched == Unmatched.KEEP;
  }

  @Override
  public LabelMap filter(LogitMap logits, LabelMap labels, ClassVectors vectors) {
    byte[] kept = labels.ids().clone();
    float[] likeness = new Likeness(vectors, labels).of(logits);
    for (int c = 0; c < vectors.counts().size(); c++) {
      if (vectors.has(c)) {
        dropUnlike(c, labels.ids(), likeness, kept);
      } else if (unmatched == Unmatched.DROP) {
        drop(c, kept);
      }
    }
    return new LabelMap(labels.width(), labels.height(), kept);
  }

  private void dropUnlike(int c, byte[] labels, float[] likeness, byte[] kept) {
    float[] ofClass = new float[labels.length];
    int n = 0;
    for (int i = 0; i < labels.length; i++) {
      if (Byte.toUnsignedInt(labels[i]) == c) {
        ofClass[n++] = likeness[i];
      }
    }
    Arrays.sort(ofClass, 0, n);
    int rank = (int) (n * keep * (1 + 1e-12));
    float threshold = rank < n ? ofClass[n - 1 - rank] : 0;
    for (int i = 0; i < labels.length; i++) {
      if (Byte.toUnsignedInt(labels[i]) == c && likeness[i] <= threshold) {
        kept[i] = (byte) ClassSet.IGNORE;
      }
    }
  }

  private static void drop(int c, byte[] kept) {
    for (int i = 0; i < kept.length; i++) {
      if (Byte.toUnsignedInt(kept[i]) == c) {
        kept[i] = (byte) ClassSet.IGNORE;
      }
    }
  }
}
