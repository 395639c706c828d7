package org.sourcefree.pseudolabel;

/**
 * The same share of every class, You et al. 2021, Eq. (2): of the n pixels of the target set whose
 * most probable class is c, the ⌊n·α⌋ most confident. The threshold is the next value below them;
 * pixels that tie with it are left out.
 *
 * <p>Pixels are ordered by log-odds, which does not saturate where p rounds to 1. Two scans find
 * each threshold exactly, in memory that depends on the classes alone.
 *
 * @param proportion α, in (0, 1]; 0.2 in the paper
 */
public record ClassBalanced(double proportion) implements Selection {

  /** Checks the proportion. */
  public ClassBalanced {
    if (!(proportion > 0 && proportion <= 1)) {
      throw new IllegalArgumentException("proportion must be in (0, 1], got " + proportion);
    }
  }

  @Override
  public Thresholds thresholds(PixelScores scores, int classes, int round) {
    return Thresholds.of(
        new ClassRanks(scores, classes).thresholds(n -> ClassRanks.share(n, proportion)));
  }
}
