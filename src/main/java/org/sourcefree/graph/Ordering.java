package org.sourcefree.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * When tensors are made: TensorFlow makes each as soon as it can, and keeps it until it is used.
 */
public final class Ordering {
  private Ordering() {}

  /**
   * A tensor that is not there before another one. A shape carries the dependency: control
   * dependencies are lost where TensorFlow builds gradients, and graph optimisation takes
   * identities out.
   *
   * @param first of rank at least 1
   */
  public static Operand<TFloat32> after(Ops tf, Operand<TFloat32> first, Operand<TFloat32> tensor) {
    Operand<TInt32> size =
        tf.slice(tf.shape(first), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    // Not size · 0, which graph optimisation would see through.
    Operand<TInt32> zero = tf.math.minimum(size, tf.constant(0));
    return tf.reshape(tensor, tf.math.add(tf.shape(tensor), zero));
  }
}
