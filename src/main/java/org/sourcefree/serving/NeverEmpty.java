package org.sourcefree.serving;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Requests that may hold no image, for a network that needs one: TensorFlow fuses sums of the
 * network's layers in a way that fails on empty batches.
 *
 * @param requested RGB, [N, H, W, 3], uint8
 */
record NeverEmpty(Ops tf, Operand<TUint8> requested) {

  /** The images, or one black image for none, [max(N, 1), H, W, 3]. */
  Operand<TUint8> images() {
    Operand<TInt32> missing = tf.math.maximum(tf.math.sub(tf.constant(1), count()), tf.constant(0));
    Operand<TInt32> behind =
        tf.stack(List.of(missing, tf.constant(0), tf.constant(0), tf.constant(0)));
    Operand<TInt32> margins =
        tf.linalg.transpose(
            tf.stack(List.of(tf.constant(new int[4]), behind)), tf.constant(new int[] {1, 0}));
    return tf.pad(requested, margins, tf.dtypes.cast(tf.constant(0), TUint8.class));
  }

  /** What was asked for of a result for each image, the first N. */
  <T extends TType> Operand<T> asked(Operand<T> results) {
    Operand<TInt32> indices = tf.range(tf.constant(0), count(), tf.constant(1));
    return tf.gather(results, indices, tf.constant(0));
  }

  private Operand<TInt32> count() {
    return tf.gather(tf.shape(requested), tf.constant(0), tf.constant(0));
  }
}
