package org.sourcefree.pseudolabel;

import java.util.List;
import org.sourcefree.data.ClassSet;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Network;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Scores and threshold masks on a model's predictions.
 *
 * @param scores what a selection ranks pixels by, of their most probable class, [N, height, width]
 * @param thresholds placeholder, on the scores' scale, of each class, [C]
 * @param imageThreshold placeholder, on the scores' scale, of the fed image, scalar
 * @param labels the most probable class of the selected pixels, else 255; [N, height, width], uint8
 */
public record PseudoLabelGraph(
    Operand<TFloat32> scores,
    Operand<TFloat32> thresholds,
    Operand<TFloat32> imageThreshold,
    Operand<TUint8> labels) {

  /** Log-odds; selected are pixels above the threshold of their most probable class. */
  static PseudoLabelGraph ofPredictedClass(Ops tf, Inference inference) {
    Placeholder<TFloat32> thresholds = vector(tf);
    Operand<TInt32> classes = tf.dtypes.cast(inference.labels(), TInt32.class);
    Operand<TFloat32> own = tf.gather(thresholds, classes, tf.constant(0));
    Operand<TFloat32> scores = inference.logOdds();
    return of(tf, inference, scores, thresholds, tf.math.greater(scores, own));
  }

  /** Probabilities; selected are pixels with any class above that class's threshold. */
  static PseudoLabelGraph ofAnyClass(Ops tf, Inference inference) {
    Placeholder<TFloat32> thresholds = vector(tf);
    Operand<TFloat32> logits = Network.upsample(tf, inference.logits(), inference.size());
    Operand<TInt32> classes = tf.shape.size(logits, tf.constant(3));
    Operand<TFloat32> rows =
        tf.reshape(
            logits, tf.concat(List.of(tf.constant(new int[] {-1}), classes), tf.constant(0)));
    Operand<TFloat32> probabilities = tf.nn.softmax(rows);
    Operand<TInt32> pixels = tf.shape(inference.labels());
    Operand<TFloat32> scores = tf.reshape(tf.reduceMax(probabilities, tf.constant(1)), pixels);
    Operand<TBool> any = tf.reduceAny(tf.math.greater(probabilities, thresholds), tf.constant(1));
    return of(tf, inference, scores, thresholds, tf.reshape(any, pixels));
  }

  private static PseudoLabelGraph of(
      Ops tf,
      Inference inference,
      Operand<TFloat32> scores,
      Operand<TFloat32> thresholds,
      Operand<TBool> aboveClass) {
    Placeholder<TFloat32> image = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Operand<TBool> selected = tf.math.logicalOr(aboveClass, tf.math.greater(scores, image));
    Operand<TUint8> ignored =
        tf.fill(
            tf.shape(inference.labels()),
            tf.dtypes.cast(tf.constant(ClassSet.IGNORE), TUint8.class));
    Operand<TUint8> labels = tf.select(selected, inference.labels(), ignored);
    return new PseudoLabelGraph(scores, thresholds, image, labels);
  }

  private static Placeholder<TFloat32> vector(Ops tf) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
  }
}
