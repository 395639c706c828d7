package org.sourcefree.choice;

import java.util.List;
import java.util.Optional;

/**
 * What a run's saved_model is: one of its candidates, which are source only, target statistics, the
 * network at the end of each round and, with {@code validate_every}, each network measured.
 */
public sealed interface Keep permits Keep.Last, Keep.Labels, LabelFree {

  /**
   * Chooses.
   *
   * @param candidates in the order they were met, at least one; those of one run, so that all saw
   *     the same images
   * @param reference the candidate that training started from, whose class shares are the measure
   * @return the place of the chosen one
   */
  int choose(List<Candidate> candidates, Candidate reference);

  /** Whether one may be chosen that a run meets before its end. */
  default boolean looksBack() {
    return true;
  }

  /** The network at the end, as the paper does. */
  record Last() implements Keep {
    @Override
    public int choose(List<Candidate> candidates, Candidate reference) {
      return candidates.size() - 1;
    }

    @Override
    public boolean looksBack() {
      return false;
    }
  }

  /**
   * The highest mIoU on the labelled images of {@code data.evaluation}, which must be measured at
   * every candidate. Where these are the target's, that is not source-free.
   */
  record Labels() implements Keep {
    @Override
    public int choose(List<Candidate> candidates, Candidate reference) {
      return Highest.of(candidates, each -> true, candidates.stream().map(Labels::miou).toList());
    }

    private static double miou(Candidate candidate) {
      Optional<Double> miou = candidate.miou();
      return miou.orElse(Double.NEGATIVE_INFINITY);
    }
  }
}
