package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a head says of the kinds of an image's patches, in Q = N·U·V rows.
 *
 * @param logits class scores of each of the K kinds, [N, U, V, K]
 * @param probabilities softmax, [Q, K]
 * @param logProbabilities its logarithm, [Q, K]
 * @param kinds of the labels' patches, one-hot rows, [Q, K]; that of a patch is zero which is more
 *     than half ignored
 */
public record Patches(
    Operand<TFloat32> logits,
    Operand<TFloat32> probabilities,
    Operand<TFloat32> logProbabilities,
    Operand<TFloat32> kinds) {

  /**
   * Takes the softmax of every patch.
   *
   * @param logits [N, U, V, K]
   * @param kinds [Q, K]
   */
  public static Patches of(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> kinds, int clusters) {
    // The C++ gradient of LogSoftmax is wrong above rank 2, so the patches are flattened first.
    Operand<TFloat32> rows = tf.reshape(logits, tf.constant(new int[] {-1, clusters}));
    Operand<TFloat32> logProbabilities = tf.nn.logSoftmax(rows);
    return new Patches(logits, tf.math.exp(logProbabilities), logProbabilities, kinds);
  }

  /** The probabilities as a map, [N, U, V, K]. */
  public Operand<TFloat32> map(Ops tf) {
    return tf.reshape(probabilities, tf.shape(logits));
  }
}
