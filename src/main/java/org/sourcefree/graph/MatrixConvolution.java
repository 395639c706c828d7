package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.GraphOperation;
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
 * along the channels, [N, H + padding, W, kw·in]; a kernel row is then one product of H shifted
 * rows of that stack, and the products are summed. The gradient is written by the same means and
 * makes the stack anew, so that no step of it is kept between the passes.
 */
public final class MatrixConvolution {
  private static final String NAME = "matrix_convolution_%d_%d_%d_%d_dilation_%d";
  private static final Pattern ROUTED =
      Pattern.compile("(?:.*/)?" + NAME.replace("%d", "(\\d+)") + "(?:_\\d+)?");
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
    if (w.shape().get(0) == 1 && w.shape().get(1) == 1) {
      return pointwise(tf, x, w);
    }
    Shape kernel = w.shape();
    String name =
        NAME.formatted(kernel.get(0), kernel.get(1), kernel.get(2), kernel.get(3), dilation);
    return GradientRoute.through(tf, name, product(tf, x, w, kernel, dilation), x, w);
  }

  private static Operand<TFloat32> pointwise(Ops tf, Operand<TFloat32> x, Operand<TFloat32> w) {
    long in = w.shape().get(2);
    long out = w.shape().get(3);
    Operand<TFloat32> product =
        tf.linalg.matMul(rows(tf, x, in), tf.reshape(w, tf.constant(new long[] {in, out})));
    return tf.reshape(product, withChannels(tf, x, out));
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, Shape kernel, int dilation) {
    Operand<TFloat32> stack = stack(tf, x, kernel, dilation);
    long depth = kernel.get(1) * kernel.get(2);
    Operand<TFloat32> matrices =
        tf.reshape(w, tf.constant(new long[] {kernel.get(0) * depth, kernel.get(3)}));
    int[] one = {(int) depth, (int) kernel.get(3)};
    List<Operand<TFloat32>> products = new ArrayList<>();
    for (int row = 0; row < kernel.get(0); row++) {
      Operand<TFloat32> matrix =
          tf.slice(matrices, tf.constant(new int[] {row * one[0], 0}), tf.constant(one));
      products.add(tf.linalg.matMul(shifted(tf, x, stack, row * dilation, depth), matrix));
    }
    return tf.reshape(tf.math.addN(products), withChannels(tf, x, kernel.get(3)));
  }

  /** The kernel's columns side by side, [N, H + (kh − 1)·dilation, W, kw·in]. */
  private static Operand<TFloat32> stack(Ops tf, Operand<TFloat32> x, Shape kernel, int dilation) {
    int down = (int) (kernel.get(0) / 2) * dilation;
    int across = (int) (kernel.get(1) / 2) * dilation;
    int[][] margins = {{0, 0}, {down, down}, {across, across}, {0, 0}};
    Operand<TFloat32> padded = tf.pad(x, tf.constant(margins), tf.constant(0f));
    Operand<TInt32> size = tf.math.add(tf.shape(x), tf.constant(new int[] {0, 2 * down, 0, 0}));
    List<Operand<TFloat32>> columns = new ArrayList<>();
    for (int column = 0; column < kernel.get(1); column++) {
      columns.add(tf.slice(padded, tf.constant(new int[] {0, 0, column * dilation, 0}), size));
    }
    return tf.concat(columns, tf.constant(3));
  }

  /** H rows of the stack from one on, [N·H·W, depth]. */
  private static Operand<TFloat32> shifted(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> stack, int from, long depth) {
    Operand<TFloat32> part =
        tf.slice(stack, tf.constant(new int[] {0, from, 0, 0}), withChannels(tf, x, depth));
    return rows(tf, part, depth);
  }

  /** Whether {@link #build} made the IdentityN of this name. */
  public static boolean isRouted(String name) {
    return ROUTED.matcher(name).matches();
  }

  /** The gradient of a routed convolution. */
  static List<Operand<?>> gradient(Ops tf, GraphOperation routed, Operand<TFloat32> upstream) {
    Operand<TFloat32> x = routed.input(1).expect(TFloat32.class);
    Operand<TFloat32> w = routed.input(2).expect(TFloat32.class);
    // Shapes cannot be asked for while TensorFlow builds gradients: that would wait for itself.
    Matcher name = ROUTED.matcher(routed.name());
    if (!name.matches()) {
      throw new IllegalStateException("no route: " + routed.name());
    }
    long[] numbers = new long[5];
    Arrays.setAll(numbers, i -> Long.parseLong(name.group(i + 1)));
    Shape kernel = Shape.of(numbers[0], numbers[1], numbers[2], numbers[3]);
    Shape turnedKernel = Shape.of(numbers[0], numbers[1], numbers[3], numbers[2]);
    int dilation = (int) numbers[4];
    Operand<TFloat32> turned = tf.reverse(w, tf.constant(SPATIAL));
    Operand<TFloat32> transposed = tf.linalg.transpose(turned, tf.constant(new int[] {0, 1, 3, 2}));
    return List.of(
        upstream,
        product(tf, upstream, transposed, turnedKernel, dilation),
        kernelGradient(tf, x, kernel, upstream, dilation));
  }

  private static Operand<TFloat32> kernelGradient(
      Ops tf, Operand<TFloat32> x, Shape kernel, Operand<TFloat32> upstream, int dilation) {
    Operand<TFloat32> stack = stack(tf, x, kernel, dilation);
    Operand<TFloat32> dy = rows(tf, upstream, kernel.get(3));
    long depth = kernel.get(1) * kernel.get(2);
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int row = 0; row < kernel.get(0); row++) {
      Operand<TFloat32> part = shifted(tf, x, stack, row * dilation, depth);
      parts.add(tf.linalg.matMul(part, dy, MatMul.transposeA(true)));
    }
    return tf.reshape(tf.concat(parts, tf.constant(0)), tf.constant(kernel.asArray()));
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
