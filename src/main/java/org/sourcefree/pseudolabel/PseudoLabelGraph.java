package org.sourcefree.pseudolabel;

import org.sourcefree.network.Inference;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Class-wise threshold masks on a model's predictions.
 *
 * @param thresholds placeholder, log-odds of each class, [C]
 * @param labels the most probable class where its log-odds are above its threshold, else 255; [N,
 *     height, width], uint8
 */
record PseudoLabelGraph(Operand<TFloat32> thresholds, Operand<TUint8> labels) {
  private static final int IGNORE = 255;

  /** Builds the masks behind the inference graph. */
  static PseudoLabelGraph build(Ops tf, Inference inference) {
    Placeholder<TFloat32> thresholds =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    Operand<TInt32> classes = tf.dtypes.cast(inference.labels(), TInt32.class);
    Operand<TFloat32> own = tf.gather(thresholds, classes, tf.constant(0));
    Operand<TBool> selected = tf.math.greater(inference.logOdds(), own);
    Operand<TUint8> ignored =
        tf.fill(tf.shape(inference.labels()), tf.dtypes.cast(tf.constant(IGNORE), TUint8.class));
    return new PseudoLabelGraph(thresholds, tf.select(selected, inference.labels(), ignored));
  }
}
