package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/** How a term's weight goes with the steps; without one it is the same at every step. */
public sealed interface WeightSchedule permits LinearToZero {

  /**
   * Builds the factor on the weight.
   *
   * @param step counted from 0, scalar
   * @return scalar, in [0, 1]
   */
  Operand<TFloat64> factor(Ops tf, Operand<TInt64> step);
}
