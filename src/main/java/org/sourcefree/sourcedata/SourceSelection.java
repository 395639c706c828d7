package org.sourcefree.sourcedata;

import java.util.List;
import org.sourcefree.data.Sample;

/** Which source images a round trains on. */
public sealed interface SourceSelection permits RandomShare, Layout {

  /**
   * The images that a round chooses from, all of which it sees unless it looks at the target; in
   * the source's order.
   *
   * @param source all source images
   * @param round counted from 0
   * @param seed of the run
   */
  List<Sample> draw(List<Sample> source, int round, long seed);

  /** How many of so many source images a round sees at most. */
  int most(int source);

  /** Whether the choice among them follows from predictions on the target. */
  default boolean looksAtTheTarget() {
    return false;
  }
}
