package org.sourcefree.pseudolabel;

/** No pseudo labels: for objectives that read none. */
public record None() implements Selection {

  @Override
  public boolean makesLabels() {
    return false;
  }

  @Override
  public Thresholds thresholds(PixelScores scores, int classes, int round) {
    return Thresholds.same(Float.POSITIVE_INFINITY, classes);
  }
}
