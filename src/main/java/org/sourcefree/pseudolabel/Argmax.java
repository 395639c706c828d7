package org.sourcefree.pseudolabel;

import java.util.Arrays;

/** Every pixel is labelled with its most probable class. */
public record Argmax() implements Selection {

  @Override
  public float[] thresholds(PixelScores scores, int classes) {
    float[] thresholds = new float[classes];
    Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
    return thresholds;
  }
}
