package org.sourcefree.choice;

import java.util.List;
import java.util.function.Predicate;

/** The first of the highest scores. */
final class Highest {
  private Highest() {}

  /**
   * The place of the highest score among those that may be chosen.
   *
   * @param scores one a candidate
   * @param eligible true of at least one
   */
  static int of(List<Candidate> candidates, Predicate<Candidate> eligible, List<Double> scores) {
    int highest = -1;
    for (int i = 0; i < candidates.size(); i++) {
      if (eligible.test(candidates.get(i))
          && (highest < 0 || scores.get(i) > scores.get(highest))) {
        highest = i;
      }
    }
    if (highest < 0) {
      throw new IllegalArgumentException("one of the candidates must be eligible, got none");
    }
    return highest;
  }
}
