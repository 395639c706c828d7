package org.sourcefree.pseudolabel;

/** Every pixel is labelled with its most probable class. */
public record Argmax() implements Selection {

  @Override
  public Thresholds thresholds(PixelScores scores, int classes, int round) {
    return Thresholds.same(Float.NEGATIVE_INFINITY, classes);
  }
}
