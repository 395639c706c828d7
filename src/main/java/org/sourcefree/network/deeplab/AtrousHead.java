package org.sourcefree.network.deeplab;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.graph.GradientRoute;
import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * DeepLab-V2's classifier: the sum of 3×3 convolutions with bias of different dilations, each
 * zero-padded by its dilation.
 *
 * <p>Computed as one matrix product that gives every tap of every branch its response at every
 * pixel, then shifted additions; with few classes this is several times faster than dilated
 * kernels. The gradient of the additions is written out, as TensorFlow's pads every tap's share to
 * the size of all responses.
 */
final class AtrousHead {
  private static final int TAPS = 9;

  private AtrousHead() {}

  /**
   * Builds the head; its variables are LAYER.conv2d_list.{i}.weight [3, 3, channels, C] and .bias
   * [C].
   *
   * @param layer state-dict prefix, such as layer5
   * @param features [N, h, w, channels]
   * @param rates dilation of each branch, pixels
   * @return logits, [N, h, w, C]
   */
  static Operand<TFloat32> build(
      Ops tf,
      Variables variables,
      String layer,
      Operand<TFloat32> features,
      List<Integer> rates,
      int classes) {
    long channels = features.shape().get(3);
    List<Operand<TFloat32>> kernels = new ArrayList<>();
    List<Operand<TFloat32>> biases = new ArrayList<>();
    for (int branch = 0; branch < rates.size(); branch++) {
      String name = layer + ".conv2d_list." + branch;
      Shape shape = Shape.of(3, 3, channels, classes);
      Operand<TFloat32> weight = variables.get(name + ".weight", shape).value();
      Operand<TFloat32> taps =
          tf.reshape(weight, tf.constant(new long[] {TAPS, channels, classes}));
      kernels.add(tf.linalg.transpose(taps, tf.constant(new int[] {1, 0, 2})));
      biases.add(variables.get(name + ".bias", Shape.of(classes)).value());
    }
    // Concat refuses a single tensor.
    Operand<TFloat32> all =
        kernels.size() == 1 ? kernels.get(0) : tf.concat(kernels, tf.constant(1));
    Operand<TFloat32> responses = responses(tf, features, all);
    String name = rates.toString().replaceAll("[^0-9]+", "_");
    Operand<TFloat32> sum =
        GradientRoute.through(
            tf,
            "shifted_sum%sof_%d".formatted(name, classes),
            tf.math.addN(shifted(tf, responses, rates, classes)),
            List.of(responses),
            (ops, upstream, operands) -> List.of(spread(ops, upstream, rates)));
    return tf.nn.biasAdd(sum, tf.math.addN(biases));
  }

  /** Every tap's response at its own pixel, [N, h, w, branches·9·C]. */
  private static Operand<TFloat32> responses(
      Ops tf, Operand<TFloat32> features, Operand<TFloat32> kernels) {
    long channels = features.shape().get(3);
    long columns = kernels.shape().get(1) * kernels.shape().get(2);
    Operand<TFloat32> rows = tf.reshape(features, tf.constant(new long[] {-1, channels}));
    Operand<TFloat32> matrix = tf.reshape(kernels, tf.constant(new long[] {channels, columns}));
    Operand<TInt32> size =
        tf.slice(tf.shape(features), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    Operand<TInt32> shape =
        tf.concat(List.of(size, tf.constant(new int[] {(int) columns})), tf.constant(0));
    return tf.reshape(tf.linalg.matMul(rows, matrix), shape);
  }

  /** The responses of each tap, moved to the pixel they contribute to; one [N, h, w, C] a tap. */
  private static List<Operand<TFloat32>> shifted(
      Ops tf, Operand<TFloat32> responses, List<Integer> rates, int classes) {
    Operand<TFloat32> padded = padded(tf, responses, rates);
    Operand<TInt32> spatial =
        tf.slice(tf.shape(responses), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    Operand<TInt32> size =
        tf.concat(List.of(spatial, tf.constant(new int[] {classes})), tf.constant(0));
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (Offset offset : offsets(rates)) {
      int[] from = {0, offset.row(), offset.column(), terms.size() * classes};
      terms.add(tf.slice(padded, tf.constant(from), size));
    }
    return terms;
  }

  /**
   * The gradient of the sum by the responses: each tap's is the upstream gradient, moved the other
   * way.
   */
  private static Operand<TFloat32> spread(Ops tf, Operand<TFloat32> upstream, List<Integer> rates) {
    int margin = margin(rates);
    Operand<TFloat32> padded = padded(tf, upstream, rates);
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (Offset offset : offsets(rates)) {
      int[] from = {0, 2 * margin - offset.row(), 2 * margin - offset.column(), 0};
      parts.add(tf.slice(padded, tf.constant(from), tf.shape(upstream)));
    }
    return tf.concat(parts, tf.constant(3));
  }

  /** Where in the padded responses a tap reads what it adds to the first pixel. */
  private record Offset(int row, int column) {}

  /** Of each tap of each branch. */
  private static List<Offset> offsets(List<Integer> rates) {
    int margin = margin(rates);
    List<Offset> offsets = new ArrayList<>();
    for (int rate : rates) {
      for (int tap = 0; tap < TAPS; tap++) {
        offsets.add(new Offset(margin + (tap / 3 - 1) * rate, margin + (tap % 3 - 1) * rate));
      }
    }
    return offsets;
  }

  private static Operand<TFloat32> padded(Ops tf, Operand<TFloat32> x, List<Integer> rates) {
    int margin = margin(rates);
    int[][] padding = {{0, 0}, {margin, margin}, {margin, margin}, {0, 0}};
    return tf.pad(x, tf.constant(padding), tf.constant(0f));
  }

  /** Memory that the padding of all responses takes around a single pixel. */
  static long marginBytes(List<Integer> rates, int classes) {
    long side = 1 + 2L * margin(rates);
    return side * side * rates.size() * TAPS * classes * Float.BYTES;
  }

  private static int margin(List<Integer> rates) {
    return rates.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
