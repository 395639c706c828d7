package org.sourcefree.testing;

import java.util.Optional;
import org.sourcefree.training.TrainingPlan;

/** Plans of training without what may be left out. */
public final class Plans {
  private Plans() {}

  /** A plan of so many images, rounds and steps. */
  public static TrainingPlan of(
      int batchSize, int rounds, long stepsPerRound, long checkpointEvery) {
    return new TrainingPlan(
        batchSize,
        rounds,
        stepsPerRound,
        checkpointEvery,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
