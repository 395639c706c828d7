package org.sourcefree.watch;

import java.util.List;
import org.sourcefree.choice.SampledPredictions;

/**
 * What a network predicts on the watched images.
 *
 * @param entropy mean over all pixels of the entropy of p, nats
 * @param shares pixels predicted as each class, of all, [C], 0 to 1
 * @param predictions p at some positions of every image
 */
public record Look(double entropy, List<Double> shares, SampledPredictions predictions) {

  /** Copies the list. */
  public Look {
    shares = List.copyOf(shares);
  }

  /** Whether the network computes numbers at all. */
  public boolean isFinite() {
    return Double.isFinite(entropy);
  }
}
