package org.sourcefree.pseudolabel;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.network.Inference;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * What a selection says of a model's predictions.
 *
 * @param predicted the most probable class, [N, height, width], uint8
 * @param scores what a selection ranks pixels by, of their most probable class, [N, height, width]
 * @param masks how labels are made; empty where they are the most probable class of the pixels
 *     whose score lies above the class's or the image's threshold, {@link ScoredPixels#labels}
 */
public record PseudoLabelGraph(
    Operand<TUint8> predicted, Operand<TFloat32> scores, Optional<Masks> masks) {

  /**
   * Labels that need more than scores.
   *
   * @param thresholds placeholder, on the scores' scale, of each class, [C]
   * @param imageThreshold placeholder, on the scores' scale, of the fed image, scalar
   * @param labels a class for the selected pixels, else 255; [N, height, width], uint8
   */
  public record Masks(
      Operand<TFloat32> thresholds, Operand<TFloat32> imageThreshold, Operand<TUint8> labels) {}

  /** Log-odds; selected are pixels above the threshold of their most probable class. */
  static PseudoLabelGraph ofPredictedClass(Inference inference) {
    return new PseudoLabelGraph(inference.labels(), inference.logOdds(), Optional.empty());
  }

  /** Probabilities; selected are pixels with any class above that class's threshold. */
  static PseudoLabelGraph ofAnyClass(Ops tf, Inference inference) {
    Placeholder<TFloat32> thresholds = vector(tf);
    Operand<TFloat32> logits = inference.scores();
    Operand<TInt32> classes = tf.shape.size(logits, tf.constant(3));
    Operand<TFloat32> rows =
        tf.reshape(
            logits, tf.concat(List.of(tf.constant(new int[] {-1}), classes), tf.constant(0)));
    Operand<TFloat32> probabilities = tf.nn.softmax(rows);
    Operand<TInt32> pixels = tf.shape(inference.labels());
    Operand<TFloat32> scores = tf.reshape(tf.reduceMax(probabilities, tf.constant(1)), pixels);
    Operand<TBool> any = tf.reduceAny(tf.math.greater(probabilities, thresholds), tf.constant(1));
    Scored scored = new Scored(inference.labels(), scores, thresholds);
    return of(tf, scored, tf.reshape(any, pixels), inference.labels());
  }

  /**
   * Log-probabilities, labelled with the class of the largest p/λ, λ the class's threshold.
   * Selected are pixels where it is at least 1; with α above 0, where Σ (p/λ)^(1/α) is above 1.
   *
   * @param logProbabilities of one view or of several together, [N, height, width, C]
   * @param alpha α, at least 0
   */
  public static PseudoLabelGraph ofWeightedClass(
      Ops tf, Operand<TFloat32> logProbabilities, double alpha) {
    Placeholder<TFloat32> thresholds = vector(tf);
    Operand<TFloat32> weighted = tf.math.sub(logProbabilities, thresholds);
    Operand<TBool> selected = tf.math.greaterEqual(largest(tf, weighted), tf.constant(0f));
    if (alpha > 0) {
      Operand<TFloat32> powers = tf.math.div(weighted, tf.constant((float) alpha));
      Operand<TFloat32> excess =
          tf.squeeze(LogProbabilities.excess(tf, powers), Squeeze.axis(List.of(3L)));
      Operand<TFloat32> sum = tf.math.add(largest(tf, powers), excess);
      selected = tf.math.greater(sum, tf.constant(0f));
    }
    Operand<TUint8> predicted = best(tf, logProbabilities);
    Scored scored = new Scored(predicted, largest(tf, logProbabilities), thresholds);
    return of(tf, scored, selected, best(tf, weighted));
  }

  private static Operand<TFloat32> largest(Ops tf, Operand<TFloat32> map) {
    return tf.reduceMax(map, tf.constant(3));
  }

  private static Operand<TUint8> best(Ops tf, Operand<TFloat32> map) {
    return tf.dtypes.cast(tf.math.argMax(map, tf.constant(3), TInt32.class), TUint8.class);
  }

  /** What {@link #thresholds} are compared with. */
  private record Scored(
      Operand<TUint8> predicted, Operand<TFloat32> scores, Operand<TFloat32> thresholds) {}

  private static PseudoLabelGraph of(
      Ops tf, Scored scored, Operand<TBool> byClass, Operand<TUint8> classes) {
    Placeholder<TFloat32> image = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Operand<TBool> selected = tf.math.logicalOr(byClass, tf.math.greater(scored.scores(), image));
    Operand<TUint8> ignored =
        tf.fill(tf.shape(classes), tf.dtypes.cast(tf.constant(ClassSet.IGNORE), TUint8.class));
    Operand<TUint8> labels = tf.select(selected, classes, ignored);
    Masks masks = new Masks(scored.thresholds(), image, labels);
    return new PseudoLabelGraph(scored.predicted(), scored.scores(), Optional.of(masks));
  }

  private static Placeholder<TFloat32> vector(Ops tf) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
  }
}
