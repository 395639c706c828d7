package org.sourcefree.network;

import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * A model's inference graph: images to labels, with batch norm on its running averages. Any tensor
 * may be fed: preprocessed inputs in place of images, stored logits in place of both.
 *
 * @param images placeholder, RGB, [N, H, W, 3], uint8
 * @param inputs preprocessed images, [N, H, W, 3]
 * @param size height and width of the results, [2], the images' own unless fed
 * @param logits class scores at output stride 8, [N, h, w, C]
 * @param scores the logits upsampled, [N, height, width, C]
 * @param features the last stage's output, [N, h, w, channels]
 * @param labels class of the largest score, train ids, [N, height, width], uint8
 * @param logOdds log p − log(1 − p) of that class, [N, height, width]; it orders pixels as p does
 *     but does not saturate
 * @param confidence p of that class, [N, height, width], in [1/C, 1]
 */
public record Inference(
    Operand<TUint8> images,
    Operand<TFloat32> inputs,
    Operand<TInt32> size,
    Operand<TFloat32> logits,
    Operand<TFloat32> scores,
    Operand<TFloat32> features,
    Operand<TUint8> labels,
    Operand<TFloat32> logOdds,
    Operand<TFloat32> confidence) {
  private static final Shape IMAGES = Shape.of(-1, -1, -1, 3);
  private static final float NEVER = -1e30f;

  /** Builds the graph on the given variables. */
  public static Inference build(Ops tf, Variables variables, Model model) {
    Placeholder<TUint8> images = ImageFeed.placeholder(tf.withName("images"));
    return build(tf, variables, model, images, Optional.empty());
  }

  /**
   * Builds the graph on images that come out of it, with the same operations as on a placeholder.
   * TensorFlow adds sums up in the order of their operands' names: only where tf names from the
   * start, as in a scope of its own, are results the same to the bit.
   *
   * @param images RGB, [N, H, W, 3], uint8
   * @param ofResults height and width of the results, [2]; the images' own if empty
   */
  public static Inference build(
      Ops tf,
      Variables variables,
      Model model,
      Operand<TUint8> images,
      Optional<Operand<TInt32>> ofResults) {
    Operand<TFloat32> inputs =
        tf.withName("inputs")
            .placeholderWithDefault(model.preprocessing().build(tf, images), IMAGES);
    Operand<TInt32> ownSize =
        tf.slice(tf.shape(inputs), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    PlaceholderWithDefault<TInt32> size =
        tf.placeholderWithDefault(ofResults.orElse(ownSize), Shape.of(2));
    int classes = model.classes().size();
    Network network =
        model.network().build(tf, variables, inputs, classes, Normalisation.running(tf));
    Operand<TFloat32> scores = Network.upsample(tf, network.logits(), size);
    return of(tf, new Input(images, inputs, size), network, scores, classes);
  }

  /** What a graph is built behind, see {@link Inference}. */
  public record Input(Operand<TUint8> images, Operand<TFloat32> inputs, Operand<TInt32> size) {}

  /** The graph whose scores are given, [N, height, width, C]. */
  public static Inference of(
      Ops tf, Input input, Network network, Operand<TFloat32> scores, int classes) {
    Operand<TInt32> best = tf.math.argMax(scores, tf.constant(3), TInt32.class);
    Operand<TFloat32> logOdds = logOdds(tf, scores, best, classes);
    return new Inference(
        input.images(),
        input.inputs(),
        input.size(),
        network.logits(),
        scores,
        network.features(),
        tf.dtypes.cast(best, TUint8.class),
        logOdds,
        tf.math.sigmoid(logOdds));
  }

  /**
   * The best score minus the log-sum-exp of all others: exact where 1 − p is below float32's reach.
   */
  private static Operand<TFloat32> logOdds(
      Ops tf, Operand<TFloat32> scores, Operand<TInt32> best, int classes) {
    Operand<TFloat32> top = tf.reduceMax(scores, tf.constant(3));
    Operand<TFloat32> without =
        tf.oneHot(best, tf.constant(classes), tf.constant(NEVER), tf.constant(0f));
    Operand<TFloat32> others = tf.math.add(scores, without);
    Operand<TFloat32> second = tf.reduceMax(others, tf.constant(3), ReduceMax.keepDims(true));
    Operand<TFloat32> sum =
        tf.reduceSum(
            tf.math.exp(tf.math.sub(others, second)), tf.constant(3), ReduceSum.keepDims(true));
    Operand<TFloat32> rest = tf.math.add(second, tf.math.log(sum));
    return tf.math.sub(top, tf.squeeze(rest, Squeeze.axis(List.of(3L))));
  }
}
