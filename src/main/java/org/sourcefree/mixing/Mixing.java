package org.sourcefree.mixing;

import java.util.List;
import org.sourcefree.objective.Draws;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;

/** How the images of a batch are joined before the trained network sees them. */
public sealed interface Mixing permits ClassMix, Mosaic {

  /**
   * Builds the mixed batch, of the same size; every draw follows from the run's seed and the step.
   *
   * @param classes C; every label that is not ignored lies below it
   */
  Labelled mix(Ops tf, Labelled batch, int classes, Draws draws);

  /** What draws follow from that are apart from a step's other ones. */
  static Operand<TInt64> seed(Ops tf, Draws draws, long stream) {
    return tf.stack(List.of(tf.constant(draws.seed() ^ stream), draws.step()));
  }
}
