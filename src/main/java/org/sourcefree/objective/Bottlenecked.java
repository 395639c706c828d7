package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What features tell that passed a bottleneck.
 *
 * @param information of each place, nats, [N, h, w]
 * @param factor β, what a nat costs, at least 0, scalar
 */
public record Bottlenecked(Operand<TFloat32> information, Operand<TFloat32> factor) {

  /** The information of every place, [N·h·w]. */
  Operand<TFloat32> places(Ops tf) {
    return tf.reshape(information, tf.constant(new int[] {-1}));
  }
}
