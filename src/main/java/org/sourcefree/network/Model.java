package org.sourcefree.network;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;

/**
 * What a segmentation model is, apart from its weights; it travels inside every SavedModel.
 *
 * @param network the architecture
 * @param classes what its output channels mean
 * @param preprocessing what it expects of its input
 * @param sourceShares of each class in the labels that it was pretrained on, [C], 0 to 1, if known
 */
public record Model(
    Architecture network,
    ClassSet classes,
    Preprocessing preprocessing,
    Optional<List<Double>> sourceShares) {

  /** A model of which it is not known what it was pretrained on. */
  public Model(Architecture network, ClassSet classes, Preprocessing preprocessing) {
    this(network, classes, preprocessing, Optional.empty());
  }

  /** Checks that network, classes and shares go together. */
  public Model {
    network.requireModest(classes.size());
    sourceShares = sourceShares.map(List::copyOf);
    if (sourceShares.filter(shares -> !areShares(shares, classes.size())).isPresent()) {
      throw new IllegalArgumentException(
          "source_shares must be a number from 0 to 1 for each of %d classes, got %s"
              .formatted(classes.size(), sourceShares.get()));
    }
  }

  private static boolean areShares(List<Double> shares, int classes) {
    return shares.size() == classes && shares.stream().allMatch(share -> share >= 0 && share <= 1);
  }

  /** The same classes and preprocessing with another network. */
  public Model with(Architecture other) {
    return new Model(other, classes, preprocessing, sourceShares);
  }

  /** The same with the shares of the classes in its labels. */
  public Model withSourceShares(List<Double> shares) {
    return new Model(network, classes, preprocessing, Optional.of(shares));
  }
}
