package org.sourcefree.sourcedata;

import java.util.List;
import org.sourcefree.data.Sample;

/** Which source images a round trains on. */
public sealed interface SourceSelection permits RandomShare {

  /**
   * The images of a round, in the source's order.
   *
   * @param source all source images
   * @param round counted from 0
   * @param seed of the run
   */
  List<Sample> choose(List<Sample> source, int round, long seed);
}
