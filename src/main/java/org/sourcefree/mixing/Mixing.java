package org.sourcefree.mixing;

import org.sourcefree.objective.Draws;
import org.tensorflow.op.Ops;

/** How the images of a batch are joined before the trained network sees them. */
public sealed interface Mixing permits ClassMix {

  /**
   * Builds the mixed batch, of the same size; every draw follows from the run's seed and the step.
   *
   * @param classes C; every label that is not ignored lies below it
   */
  Labelled mix(Ops tf, Labelled batch, int classes, Draws draws);
}
