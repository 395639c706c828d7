package org.sourcefree.pseudolabel;

import java.util.Arrays;

/** No pseudo labels: for objectives that read none. */
public record None() implements Selection {

  @Override
  public float[] thresholds(PixelScores scores, int classes) {
    float[] thresholds = new float[classes];
    Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
    return thresholds;
  }
}
