package org.sourcefree.pseudolabel;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What pixels must lie above to be selected: their class's threshold over the whole target set or,
 * where a selection uses it, their own image's.
 *
 * @param ofClasses C values on the selection's scale; +∞ for a class that gets no label by them
 * @param ofImages one value an image, on the same scale, for its most probable classes; +∞ where
 *     the selection uses none
 */
public record Thresholds(List<Float> ofClasses, List<Float> ofImages) {

  /** Copies the lists. */
  public Thresholds {
    ofClasses = List.copyOf(ofClasses);
    ofImages = List.copyOf(ofImages);
  }

  /** A probability as log-odds, log p − log(1 − p); +∞ from 1 on. */
  static float logOdds(double probability) {
    return probability >= 1
        ? Float.POSITIVE_INFINITY
        : (float) (Math.log(probability) - Math.log1p(-probability));
  }

  /** A log-probability as log-odds; +∞ from 0 on. */
  static float logOddsOfLog(double logProbability) {
    return logProbability >= 0
        ? Float.POSITIVE_INFINITY
        : (float) (logProbability - Math.log(-Math.expm1(logProbability)));
  }

  /** The same threshold for every class, and none of images. */
  public static Thresholds same(float threshold, int classes) {
    return new Thresholds(Collections.nCopies(classes, threshold), List.of());
  }

  /** Class thresholds, and none of images. */
  public static Thresholds of(float[] classes) {
    return new Thresholds(list(classes), List.of());
  }

  /** The i-th image's threshold. */
  float ofImage(int i) {
    return ofImages.isEmpty() ? Float.POSITIVE_INFINITY : ofImages.get(i);
  }

  /** The class thresholds as an array. */
  float[] classArray() {
    float[] values = new float[ofClasses.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = ofClasses.get(c);
    }
    return values;
  }

  static List<Float> list(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }
}
