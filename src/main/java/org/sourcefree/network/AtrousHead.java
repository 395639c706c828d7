package org.sourcefree.network;

import java.util.ArrayList;
import java.util.List;
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
 * kernels, and its gradient needs no special care.
 */
final class AtrousHead {
  private static final int TAPS = 9;

  private AtrousHead() {}

  /**
   * Builds the head; its variables are layer5.conv2d_list.{i}.weight [3, 3, channels, C] and .bias
   * [C].
   *
   * @param features [N, h, w, channels]
   * @param rates dilation of each branch, pixels
   * @return logits, [N, h, w, C]
   */
  static Operand<TFloat32> build(
      Ops tf, Variables variables, Operand<TFloat32> features, List<Integer> rates, int classes) {
    long channels = features.shape().get(3);
    List<Operand<TFloat32>> kernels = new ArrayList<>();
    List<Operand<TFloat32>> biases = new ArrayList<>();
    for (int branch = 0; branch < rates.size(); branch++) {
      String name = "layer5.conv2d_list." + branch;
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
    Operand<TFloat32> sum = tf.math.addN(shifted(tf, features, responses, rates, classes));
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
      Ops tf,
      Operand<TFloat32> features,
      Operand<TFloat32> responses,
      List<Integer> rates,
      int classes) {
    int margin = rates.stream().mapToInt(Integer::intValue).max().orElseThrow();
    int[][] padding = {{0, 0}, {margin, margin}, {margin, margin}, {0, 0}};
    Operand<TFloat32> padded = tf.pad(responses, tf.constant(padding), tf.constant(0f));
    Operand<TInt32> spatial =
        tf.slice(tf.shape(features), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    Operand<TInt32> size =
        tf.concat(List.of(spatial, tf.constant(new int[] {classes})), tf.constant(0));
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (int branch = 0; branch < rates.size(); branch++) {
      for (int tap = 0; tap < TAPS; tap++) {
        int y = margin + (tap / 3 - 1) * rates.get(branch);
        int x = margin + (tap % 3 - 1) * rates.get(branch);
        int channel = (branch * TAPS + tap) * classes;
        terms.add(tf.slice(padded, tf.constant(new int[] {0, y, x, channel}), size));
      }
    }
    return terms;
  }
}
