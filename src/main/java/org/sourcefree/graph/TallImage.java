package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The images of a batch one below the other, with the shifts of a kernel's columns side by side and
 * p rows of zeros before, between and after the images, p = ⌊kh/2⌋·dilation: [N·(H + p) + p, W,
 * kw·in]. What a kernel row sees is then a run of whole rows, which TensorFlow takes without a
 * copy. Of several images it also holds rows of the zeros between them, whose products are thrown
 * away.
 */
final class TallImage {
  private final Ops tf;
  private final Operand<TFloat32> matrix;
  private final long depth;
  private final int dilation;
  private final Operand<TInt32> batch;
  private final Operand<TInt32> height;
  private final Operand<TInt32> width;
  private final Operand<TInt32> between;
  private final Operand<TInt32> run;

  /**
   * Builds the stack.
   *
   * @param x [N, H, W, in]
   * @param kernel its shape, [kh, kw, in, out]
   * @param dilation distance between kernel taps, pixels
   */
  TallImage(Ops tf, Operand<TFloat32> x, Shape kernel, int dilation) {
    int margin = (int) (kernel.get(0) / 2) * dilation;
    this.tf = tf;
    this.depth = kernel.get(1) * kernel.get(2);
    this.dilation = dilation;
    batch = side(x, 0);
    height = side(x, 1);
    width = side(x, 2);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> others = tf.math.sub(batch, one);
    between = tf.math.mul(tf.math.minimum(others, one), tf.constant(margin));
    Operand<TInt32> rows =
        tf.math.add(tf.math.mul(batch, height), tf.math.mul(others, tf.constant(margin)));
    run = tf.math.mul(rows, width);
    matrix = stack(x, kernel, margin);
  }

  private Operand<TInt32> side(Operand<TFloat32> x, int axis) {
    // A strided slice, as TensorFlow's shape inference looks through it but not through Slice.
    return tf.squeeze(
        tf.stridedSlice(
            tf.shape(x),
            tf.constant(new int[] {axis}),
            tf.constant(new int[] {axis + 1}),
            tf.constant(new int[] {1})));
  }

  /** The stack's pixels as rows, [(N·(H + p) + p)·W, kw·in]. */
  private Operand<TFloat32> stack(Operand<TFloat32> x, Shape kernel, int margin) {
    int across = (int) (kernel.get(1) / 2) * dilation;
    int in = (int) kernel.get(2);
    Operand<TFloat32> spaced = padded(x, new int[][] {{0, 0}, {margin, 0}, {0, 0}, {0, 0}});
    Operand<TFloat32> tall =
        tf.reshape(spaced, tf.stack(List.of(tf.constant(-1), width, tf.constant(in))));
    Operand<TFloat32> ended = padded(tall, new int[][] {{0, margin}, {across, across}, {0, 0}});
    Operand<TInt32> size = tf.stack(List.of(tf.constant(-1), width, tf.constant(in)));
    List<Operand<TFloat32>> columns = new ArrayList<>();
    for (int column = 0; column < kernel.get(1); column++) {
      columns.add(tf.slice(ended, tf.constant(new int[] {0, column * dilation, 0}), size));
    }
    // Concat refuses a single tensor.
    Operand<TFloat32> beside =
        columns.size() == 1 ? columns.get(0) : tf.concat(columns, tf.constant(2));
    return tf.reshape(beside, tf.constant(new long[] {-1, depth}));
  }

  private Operand<TFloat32> padded(Operand<TFloat32> x, int[][] margins) {
    return tf.pad(x, tf.constant(margins), tf.constant(0f));
  }

  /** kw·in. */
  long depth() {
    return depth;
  }

  /**
   * What a row of the kernel sees, [L, kw·in], L = (N·H + (N − 1)·p)·W.
   *
   * @param row of the kernel, from 0
   */
  Operand<TFloat32> shifted(int row) {
    Operand<TInt32> from = tf.math.mul(width, tf.constant(row * dilation));
    return rows(matrix, from, depth);
  }

  private Operand<TFloat32> rows(Operand<TFloat32> all, Operand<TInt32> from, long channels) {
    return tf.slice(
        all,
        tf.stack(List.of(from, tf.constant(0))),
        tf.stack(List.of(run, tf.constant((int) channels))));
  }

  /**
   * The images of what was computed of the rows.
   *
   * @param computed [L, channels]
   * @return [N, H, W, channels]
   */
  Operand<TFloat32> images(Operand<TFloat32> computed, long channels) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> margins =
        tf.stack(
            List.of(
                tf.stack(List.of(zero, tf.math.mul(between, width))),
                tf.stack(List.of(zero, zero))));
    Operand<TFloat32> ended = tf.pad(computed, margins, tf.constant(0f));
    Operand<TInt32> last = tf.constant((int) channels);
    Operand<TFloat32> spaced =
        tf.reshape(ended, tf.stack(List.of(batch, tf.math.add(height, between), width, last)));
    return tf.slice(spaced, tf.constant(new int[4]), tf.stack(List.of(batch, height, width, last)));
  }

  /**
   * An image beside the stack, as rows: zeros between the images.
   *
   * @param y [N, H, W, channels]
   * @return [L, channels]
   */
  Operand<TFloat32> rows(Operand<TFloat32> y, long channels) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> none = tf.stack(List.of(zero, zero));
    Operand<TInt32> margins = tf.stack(List.of(none, tf.stack(List.of(zero, between)), none, none));
    Operand<TFloat32> spaced = tf.pad(y, margins, tf.constant(0f));
    Operand<TFloat32> all = tf.reshape(spaced, tf.constant(new long[] {-1, channels}));
    return rows(all, zero, channels);
  }
}
