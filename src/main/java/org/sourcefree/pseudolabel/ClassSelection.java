package org.sourcefree.pseudolabel;

/**
 * What a labelling pass selected of one class.
 *
 * @param threshold log-odds that a selected pixel lies above; infinite where all or none are
 *     selected
 * @param predicted pixels of the target set whose most probable class it is
 * @param selected those that became pseudo labels
 */
public record ClassSelection(float threshold, long predicted, long selected) {

  /** The threshold as a probability. */
  public double probability() {
    return 1 / (1 + Math.exp(-threshold));
  }

  /** Selected pixels as a share of the predicted ones, in [0, 1]; 0 with none predicted. */
  public double share() {
    return predicted == 0 ? 0 : (double) selected / predicted;
  }
}
