package org.sourcefree.choice;

import java.util.List;
import java.util.Optional;

/**
 * A network that a run met, by what it predicts on the watched images.
 *
 * @param name e.g. {@code target statistics}
 * @param step gradient steps taken
 * @param entropy mean over all pixels of the entropy of p, nats
 * @param shares pixels predicted as each class, of all, [C], 0 to 1
 * @param predictions p at some positions of every image
 * @param miou on labelled images, percent, if it was measured
 */
public record Candidate(
    String name,
    long step,
    double entropy,
    List<Double> shares,
    SampledPredictions predictions,
    Optional<Double> miou) {

  /** Copies the list. */
  public Candidate {
    shares = List.copyOf(shares);
  }

  /**
   * The smallest ratio of a class's share here to its share at the reference, over the classes that
   * count there.
   */
  public double leastShare(Candidate reference) {
    return ClassShares.least(reference.shares, shares);
  }

  /** Positions with the same label as the other's, of all, 0 to 1. */
  public double agreementWith(Candidate other) {
    return predictions.agreementWith(other.predictions);
  }
}
