package org.sourcefree.watch;

import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.data.TrainingData;

/** Where the labels of a run's rounds come from, and what is looked at while it trains on them. */
public interface Supervision {

  /** Takes up what the run had seen before it was interrupted. */
  void restore();

  /**
   * The images of a round with their labels.
   *
   * @param round counted from 0
   * @param taken steps that had been taken when this process began
   */
  TrainingData dataOf(int round, long taken);

  /**
   * Looks at the model after so many steps, if it is time to.
   *
   * @return whether training goes on
   */
  boolean look(long taken);

  /**
   * Ends training.
   *
   * @return steps taken by the network that the run goes on with, where that is not the last
   */
  OptionalLong finish();

  /** The networks met on the way; empty where none could be handed over but the last. */
  Optional<MetNetworks> met();

  /** Whether training ended before its last step, in this process or an earlier one. */
  boolean ended();
}
