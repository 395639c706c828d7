package org.sourcefree.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a network's predictions on unlabelled target images, against the network that
 * training started from.
 *
 * @param network whose health it is
 * @param reference the network that training started from
 * @param classes that count: predicted there at one pixel in a thousand or more
 * @param vanished those of them that kept less than a tenth of their share
 * @param leastShare what is left of the share of the class that lost most, 1 for all
 * @param leastClass that class; empty if none counts
 * @param entropy mean over all pixels of the entropy of p, nats
 * @param entropyBefore the same of the reference
 * @param agreementBefore positions labelled as by the reference, 0 to 1
 * @param shares of the predicted pixels, by class name
 */
public record Health(
    String network,
    String reference,
    int classes,
    List<String> vanished,
    double leastShare,
    Optional<String> leastClass,
    double entropy,
    double entropyBefore,
    double agreementBefore,
    Map<String, Shares> shares) {

  /**
   * A class's shares of the pixels, 0 to 1.
   *
   * @param before predicted by the reference
   * @param now predicted by the network
   * @param source of the labels that the source model was trained on, if the model carries them
   */
  public record Shares(double before, double now, Optional<Double> source) {}

  /** Whether a class has all but vanished. */
  public boolean isCollapsed() {
    return !vanished.isEmpty();
  }
}
