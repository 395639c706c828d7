package org.sourcefree.choice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A choice in two parts, neither of which needs a label: a candidate in which a class lost too much
 * of its share of the predicted pixels is out, and of the others the highest score is chosen.
 */
public sealed interface LabelFree extends Keep {
  /** Where no {@code least_share} is given. */
  double DEFAULT_LEAST_SHARE = 0.5;

  /**
   * The least share of its pixels at the reference that every class must have kept, 0 to 1; 0.5 if
   * left out. 0 lets every candidate in.
   */
  Optional<Double> leastShare();

  /** A score for each candidate, the higher the better. */
  List<Double> scores(List<Candidate> candidates);

  @Override
  default int choose(List<Candidate> candidates, Candidate reference) {
    double least = leastShare().orElse(DEFAULT_LEAST_SHARE);
    return Highest.of(
        candidates,
        each -> each.equals(reference) || each.leastShare(reference) >= least,
        scores(candidates));
  }

  /** Every kind by its name, for its scores. */
  static SortedMap<String, LabelFree> all() {
    return new TreeMap<>(
        Map.of(
            "agreement", new Agreement(Optional.empty()),
            "soft_neighbourhood_density", new SoftNeighbourhoodDensity(Optional.empty()),
            "information_maximisation", new InformationMaximisation(Optional.empty())));
  }

  /**
   * Mean IoU of a candidate's labels with those of the mean of all candidates' p.
   *
   * @param leastShare of its pixels that every class must have kept, 0 to 1; 0.5 if left out
   */
  record Agreement(Optional<Double> leastShare) implements LabelFree {
    /** Checks the range. */
    public Agreement {
      requireShare(leastShare);
    }

    @Override
    public List<Double> scores(List<Candidate> candidates) {
      return EnsembleAgreement.scores(candidates);
    }
  }

  /**
   * Entropy of the similarities between pixels, nats, Saito et al., ICCV 2021.
   *
   * @param leastShare of its pixels that every class must have kept, 0 to 1; 0.5 if left out
   */
  record SoftNeighbourhoodDensity(Optional<Double> leastShare) implements LabelFree {
    /** Checks the range. */
    public SoftNeighbourhoodDensity {
      requireShare(leastShare);
    }

    @Override
    public List<Double> scores(List<Candidate> candidates) {
      return candidates.stream()
          .map(each -> NeighbourhoodDensity.score(each.predictions()))
          .toList();
    }
  }

  /**
   * Entropy of the mean p minus the mean entropy of p, nats.
   *
   * @param leastShare of its pixels that every class must have kept, 0 to 1; 0.5 if left out
   */
  record InformationMaximisation(Optional<Double> leastShare) implements LabelFree {
    /** Checks the range. */
    public InformationMaximisation {
      requireShare(leastShare);
    }

    @Override
    public List<Double> scores(List<Candidate> candidates) {
      return candidates.stream().map(each -> MutualInformation.score(each.predictions())).toList();
    }
  }

  private static void requireShare(Optional<Double> leastShare) {
    leastShare.ifPresent(
        share -> {
          if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("least_share must be 0 to 1, got " + share);
          }
        });
  }
}
