package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * 2-D convolutions of stride 1, zero-padded to the input's size, as matrix products.
 *
 * <p>A 1×1 kernel is one product over all pixels. For a larger one the columns' shifts are stacked
 * along the channels of one tall image, [rows, W, kw·in], see {@link TallImage}; a kernel row is
 * then one product of shifted rows of that stack, and the products are summed. The gradient is
 * written by the same means and makes the stack anew, so that it is not kept between the passes.
 */
public final class MatrixConvolution {
  private static final int[] SPATIAL = {0, 1};

  private MatrixConvolution() {}

  /**
   * Builds the convolution.
   *
   * @param x input, [N, H, W, in]
   * @param w kernel, [kh, kw, in, out], kh and kw odd
   * @param dilation distance between kernel taps, pixels, at least 1
   * @return [N, H, W, out]
   */
  public static Operand<TFloat32> build(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, int dilation) {
    Shape kernel = w.shape();
    String sizes = Arrays.toString(kernel.asArray()).replaceAll("[^0-9]+", "_");
    return GradientRoute.through(
        tf,
        "matrix_convolution%s%d".formatted(sizes, dilation),
        product(tf, x, w, kernel, dilation),
        List.of(x, w),
        (ops, upstream, operands) ->
            gradient(ops, upstream, operands.get(0), operands.get(1), kernel, dilation));
  }

  /**
   * The gradients by input and kernel. The input's waits for the kernel's: left to itself
   * TensorFlow goes down to the first layer first, and keeps all that the kernels' gradients need.
   */
  private static List<Operand<TFloat32>> gradient(
      Ops tf,
      Operand<TFloat32> upstream,
      Operand<TFloat32> x,
      Operand<TFloat32> w,
      Shape kernel,
      int dilation) {
    Operand<TFloat32> byKernel = kernelGradient(tf, x, kernel, upstream, dilation);
    Operand<TFloat32> later = Ordering.after(tf, byKernel, upstream);
    return List.of(inputGradient(tf, later, w, kernel, dilation), byKernel);
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, Shape kernel, int dilation) {
    if (isPointwise(kernel)) {
      Operand<TFloat32> product =
          tf.linalg.matMul(rows(tf, x, kernel.get(2)), matrix(tf, w, kernel));
      return tf.reshape(product, withChannels(tf, x, kernel.get(3)));
    }
    TallImage tall = new TallImage(tf, x, kernel, dilation);
    Operand<TFloat32> matrices = matrix(tf, w, kernel);
    int[] one = {(int) tall.depth(), (int) kernel.get(3)};
    List<Operand<TFloat32>> products = new ArrayList<>();
    for (int row = 0; row < kernel.get(0); row++) {
      Operand<TFloat32> matrix =
          tf.slice(matrices, tf.constant(new int[] {row * one[0], 0}), tf.constant(one));
      products.add(tf.linalg.matMul(tall.shifted(row), matrix));
    }
    return tall.images(tf.math.addN(products), kernel.get(3));
  }

  /** The convolution of the upstream gradient with the kernel turned and transposed. */
  private static Operand<TFloat32> inputGradient(
      Ops tf, Operand<TFloat32> upstream, Operand<TFloat32> w, Shape kernel, int dilation) {
    if (isPointwise(kernel)) {
      Operand<TFloat32> dy = rows(tf, upstream, kernel.get(3));
      Operand<TFloat32> dx = tf.linalg.matMul(dy, matrix(tf, w, kernel), MatMul.transposeB(true));
      return tf.reshape(dx, withChannels(tf, upstream, kernel.get(2)));
    }
    Operand<TFloat32> late = Ordering.after(tf, upstream, w);
    Operand<TFloat32> turned = tf.reverse(late, tf.constant(SPATIAL));
    Operand<TFloat32> transposed = tf.linalg.transpose(turned, tf.constant(new int[] {0, 1, 3, 2}));
    Shape shape = Shape.of(kernel.get(0), kernel.get(1), kernel.get(3), kernel.get(2));
    return product(tf, upstream, transposed, shape, dilation);
  }

  private static Operand<TFloat32> kernelGradient(
      Ops tf, Operand<TFloat32> x, Shape kernel, Operand<TFloat32> upstream, int dilation) {
    if (isPointwise(kernel)) {
      Operand<TFloat32> dw =
          tf.linalg.matMul(
              rows(tf, x, kernel.get(2)),
              rows(tf, upstream, kernel.get(3)),
              MatMul.transposeA(true));
      return tf.reshape(dw, tf.constant(kernel.asArray()));
    }
    // Waits for the upstream gradient, or the stack would be made, and kept, in the forward pass.
    TallImage tall = new TallImage(tf, Ordering.after(tf, upstream, x), kernel, dilation);
    Operand<TFloat32> dy = tall.rows(upstream, kernel.get(3));
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int row = 0; row < kernel.get(0); row++) {
      parts.add(tf.linalg.matMul(tall.shifted(row), dy, MatMul.transposeA(true)));
    }
    return tf.reshape(tf.concat(parts, tf.constant(0)), tf.constant(kernel.asArray()));
  }

  private static boolean isPointwise(Shape kernel) {
    return kernel.get(0) == 1 && kernel.get(1) == 1;
  }

  /** The kernel as [kh·kw·in, out]. */
  private static Operand<TFloat32> matrix(Ops tf, Operand<TFloat32> w, Shape kernel) {
    return tf.reshape(w, tf.constant(new long[] {-1, kernel.get(3)}));
  }

  /** All pixels as rows, [N·H·W, channels]. */
  private static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> x, long channels) {
    return tf.reshape(x, tf.constant(new long[] {-1, channels}));
  }

  /** The shape of x with another number of channels, [4]. */
  private static Operand<TInt32> withChannels(Ops tf, Operand<TFloat32> x, long channels) {
    // A strided slice, as TensorFlow's shape inference looks through it but not through Slice.
    Operand<TInt32> spatial =
        tf.stridedSlice(
            tf.shape(x),
            tf.constant(new int[] {0}),
            tf.constant(new int[] {3}),
            tf.constant(new int[] {1}));
    return tf.concat(List.of(spatial, tf.constant(new int[] {(int) channels})), tf.constant(0));
  }
}
