package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * What every term of an objective sees of a batch: the map of its class scores, and its P = N·H·W
 * pixels in one row each.
 *
 * @param logits class scores at input resolution, [N, H, W, C]
 * @param probabilities softmax p, [P, C]
 * @param logProbabilities log p, [P, C]
 * @param labels pseudo or true labels, train ids as one-hot rows, [P, C]; an ignored pixel's row is
 *     zero
 * @param classes C
 * @param draws what every random draw follows from
 */
public record Predictions(
    Operand<TFloat32> logits,
    Operand<TFloat32> probabilities,
    Operand<TFloat32> logProbabilities,
    Operand<TFloat32> labels,
    int classes,
    Draws draws) {

  /**
   * Takes the softmax of every pixel.
   *
   * @param logits class scores at input resolution, [N, H, W, C]
   * @param labels train ids, [N, H, W], uint8, 255 = ignored
   */
  public static Predictions of(
      Ops tf, Operand<TFloat32> logits, Operand<TUint8> labels, int classes, Draws draws) {
    // The C++ gradient of LogSoftmax is wrong above rank 2, so the pixels are flattened first.
    Operand<TFloat32> rows = tf.reshape(logits, tf.constant(new int[] {-1, classes}));
    Operand<TInt32> ids =
        tf.dtypes.cast(tf.reshape(labels, tf.constant(new int[] {-1})), TInt32.class);
    Operand<TFloat32> oneHot =
        tf.oneHot(ids, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> logProbabilities = tf.nn.logSoftmax(rows);
    return new Predictions(
        logits, tf.math.exp(logProbabilities), logProbabilities, oneHot, classes, draws);
  }

  /**
   * Rows as the map they were, such as probabilities, [P, C].
   *
   * @return [N, H, W, C]
   */
  public Operand<TFloat32> map(Ops tf, Operand<TFloat32> rows) {
    return tf.reshape(rows, tf.shape(logits));
  }
}
