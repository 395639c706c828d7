package org.sourcefree.network.discriminator;

import java.util.List;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A convolution with bias, zero-padded on all sides.
 *
 * @param name of its variables NAME.weight [size, size, in, out] and NAME.bias [out]
 * @param size of the kernel, pixels
 * @param padding pixels
 */
public record Layer(String name, int size, int stride, int padding, int in, int out) {
  private static final float SLOPE = 0.2f;

  Operand<TFloat32> build(Ops tf, Variables variables, Operand<TFloat32> x) {
    Operand<TFloat32> kernel =
        variables.get(name + ".weight", Shape.of(size, size, in, out)).value();
    Operand<TFloat32> bias = variables.get(name + ".bias", Shape.of(out)).value();
    // In bfloat16 only even numbers of channels are safe, see ConvolutionKernels.
    boolean even = variables.kernels() == ConvolutionKernels.EVEN_CONVOLUTION;
    int moreIn = even ? in % 2 : 0;
    int moreOut = even ? out % 2 : 0;
    Operand<TFloat32> y =
        tf.nn.conv2d(
            padded(tf, x, padding, moreIn),
            moreIn + moreOut == 0 ? kernel : paddedKernel(tf, kernel, moreIn, moreOut),
            List.of(1L, (long) stride, (long) stride, 1L),
            "VALID");
    return tf.nn.biasAdd(moreOut == 0 ? y : first(tf, y), bias);
  }

  private static Operand<TFloat32> padded(
      Ops tf, Operand<TFloat32> x, int padding, int moreChannels) {
    if (padding + moreChannels == 0) {
      return x;
    }
    int[][] sides = {{0, 0}, {padding, padding}, {padding, padding}, {0, moreChannels}};
    return tf.pad(x, tf.constant(sides), tf.constant(0f));
  }

  private static Operand<TFloat32> paddedKernel(
      Ops tf, Operand<TFloat32> kernel, int moreIn, int moreOut) {
    int[][] channels = {{0, 0}, {0, 0}, {0, moreIn}, {0, moreOut}};
    return tf.pad(kernel, tf.constant(channels), tf.constant(0f));
  }

  private Operand<TFloat32> first(Ops tf, Operand<TFloat32> y) {
    return tf.slice(
        y, tf.constant(new int[] {0, 0, 0, 0}), tf.constant(new int[] {-1, -1, -1, out}));
  }

  /** Leaky ReLU of slope 0.2. */
  static Operand<TFloat32> leaky(Ops tf, Operand<TFloat32> x) {
    return tf.math.maximum(x, tf.math.mul(x, tf.constant(SLOPE)));
  }
}
