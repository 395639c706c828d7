package org.sourcefree.pseudolabel;

/**
 * Which pixels get their predicted class as a pseudo label: those whose log-odds lie above their
 * class's threshold. The others are ignored.
 */
public sealed interface Selection permits None, Argmax, Confidence, ClassBalanced {

  /**
   * The threshold of every class, on the scale of log p − log(1 − p); a pixel is selected when it
   * lies above.
   *
   * @param scores the predictions on the whole target set
   * @param classes C
   * @return C log-odds, +∞ for a class that gets no label
   */
  float[] thresholds(PixelScores scores, int classes);
}
