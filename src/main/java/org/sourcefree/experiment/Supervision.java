package org.sourcefree.experiment;

import org.sourcefree.data.TrainingData;

/** Where the labels of a run's rounds come from, and what is looked at while it trains on them. */
interface Supervision {

  /** Takes up what the run had seen before it was interrupted. */
  void restore();

  /**
   * The images of a round with their labels.
   *
   * @param round counted from 0
   * @param taken steps that had been taken when this process began
   */
  TrainingData dataOf(int round, long taken);

  /** Looks at the model after so many steps, if it is time to. */
  void look(long taken);
}
