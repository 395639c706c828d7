package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/**
 * 1 − step/steps, 0 from the last step on: the damping of CLAN's code (Luo et al., CVPR 2019).
 *
 * @param steps after which nothing is left, at least 1; all of the run's in CLAN's code
 */
public record LinearToZero(long steps) implements WeightSchedule {

  /** Checks the length. */
  public LinearToZero {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be positive, got " + steps);
    }
  }

  @Override
  public Operand<TFloat64> factor(Ops tf, Operand<TInt64> step) {
    Operand<TFloat64> share =
        tf.math.div(tf.dtypes.cast(step, TFloat64.class), tf.constant((double) steps));
    return tf.math.maximum(tf.math.sub(tf.constant(1.0), share), tf.constant(0.0));
  }
}
