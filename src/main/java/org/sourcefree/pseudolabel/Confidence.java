package org.sourcefree.pseudolabel;

/**
 * Pixels whose largest probability is above one threshold for all classes.
 *
 * @param threshold probability, in (0, 1); 0.9 in You et al. 2021, Pse.+Sel.
 */
public record Confidence(double threshold) implements Selection {

  /** Checks the threshold. */
  public Confidence {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("threshold must be in (0, 1), got " + threshold);
    }
  }

  @Override
  public Thresholds thresholds(PixelScores scores, int classes, int round) {
    return Thresholds.same(Thresholds.logOdds(threshold), classes);
  }
}
