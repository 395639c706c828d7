package org.sourcefree.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Sums over the parts of a batch that are computed in several places. */
@FunctionalInterface
public interface BatchSums {

  /**
   * Builds the sum of all parts' values; its gradient comes back to all of them.
   *
   * @param own of this part, of the same shape in all
   */
  Operand<TFloat32> over(Ops tf, Operand<TFloat32> own);
}
