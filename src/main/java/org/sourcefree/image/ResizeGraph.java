package org.sourcefree.image;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * {@link Resize#bicubic} inside a graph, bit for bit, for images of any size: each pass is a
 * product with a matrix of the kernel's weights. These are integers below 2²³ and pixels are below
 * 2⁸, so that float64 adds them up exactly in whatever order.
 */
public final class ResizeGraph {
  private final Ops tf;

  /** A resize in the graph that tf builds into. */
  public ResizeGraph(Ops tf) {
    this.tf = tf;
  }

  /**
   * Resizes.
   *
   * @param images RGB, [N, H, W, 3], uint8
   * @param size of the result
   * @return [N, height, width, 3], uint8
   */
  public Operand<TUint8> bicubic(Operand<TUint8> images, ImageSize size) {
    Operand<TFloat64> values = tf.dtypes.cast(images, TFloat64.class);
    Operand<TFloat64> across = swapped(rows(swapped(values), size.width()));
    return tf.ensureShape(
        tf.dtypes.cast(rows(across, size.height()), TUint8.class),
        Shape.of(-1, size.height(), size.width(), 3));
  }

  private Operand<TFloat64> swapped(Operand<TFloat64> images) {
    return tf.linalg.transpose(images, tf.constant(new int[] {0, 2, 1, 3}));
  }

  /** Resizes rows: [N, input, W, 3] to [N, output, W, 3]. */
  private Operand<TFloat64> rows(Operand<TFloat64> images, int output) {
    Operand<TInt32> shape = tf.shape(images);
    Operand<TInt32> n = part(shape, 0);
    Operand<TInt32> input = part(shape, 1);
    Operand<TInt32> width = part(shape, 2);
    Operand<TInt32> three = tf.constant(new int[] {3});
    Operand<TFloat64> flat = shaped(images, List.of(n, input, tf.math.mul(width, three)));
    Operand<TFloat64> sums = tf.train.batchMatMul(weights(input, output), flat, TFloat64.class);
    return shaped(rounded(sums), List.of(n, tf.constant(new int[] {output}), width, three));
  }

  private Operand<TFloat64> shaped(Operand<TFloat64> values, List<Operand<TInt32>> sizes) {
    return tf.reshape(values, tf.concat(sizes, tf.constant(0)));
  }

  /** The sums in units of one, rounded half up and clipped to 8 bits. */
  private Operand<TFloat64> rounded(Operand<TFloat64> sums) {
    double unit = 1 << Kernel.FRACTION_BITS;
    Operand<TFloat64> values = tf.math.floor(times(plus(sums, unit / 2), 1 / unit));
    return tf.clipByValue(values, tf.constant(0.0), tf.constant(255.0));
  }

  /**
   * {@link Kernel#bicubic} as a matrix, [output, input], each weight · 2²², zero where the kernel
   * does not reach. The operations and their order are the kernel's own.
   */
  private Operand<TFloat64> weights(Operand<TInt32> input, int output) {
    Operand<TFloat64> length = tf.dtypes.cast(input, TFloat64.class);
    Operand<TFloat64> scale = tf.math.div(length, tf.constant((double) output));
    Operand<TFloat64> widening = tf.math.maximum(scale, tf.constant(1.0));
    Operand<TFloat64> support = times(widening, Kernel.REACH);
    Operand<TFloat64> rows = tf.expandDims(count(tf.constant((double) output)), tf.constant(1));
    Operand<TFloat64> columns =
        tf.expandDims(count(tf.reshape(length, tf.constant(new int[0]))), tf.constant(0));
    Operand<TFloat64> centre = times(plus(rows, 0.5), scale);
    Operand<TFloat64> low = tf.math.floor(plus(tf.math.sub(centre, support), 0.5));
    Operand<TFloat64> high = tf.math.floor(plus(tf.math.add(centre, support), 0.5));
    Operand<TBool> reached =
        tf.math.logicalAnd(tf.math.greaterEqual(columns, low), tf.math.less(columns, high));
    Operand<TFloat64> distance = plus(tf.math.sub(columns, centre), 0.5);
    Operand<TFloat64> cubic = cubic(times(distance, tf.math.div(tf.constant(1.0), widening)));
    Operand<TFloat64> values = tf.select(reached, cubic, tf.zerosLike(cubic));
    Operand<TFloat64> sum = tf.reduceSum(values, tf.constant(1), ReduceSum.keepDims(true));
    return fixedPoint(tf.math.div(values, sum));
  }

  /** 0, 1, … below the end. */
  private Operand<TFloat64> count(Operand<TFloat64> end) {
    return tf.range(tf.constant(0.0), end, tf.constant(1.0));
  }

  private Operand<TFloat64> cubic(Operand<TFloat64> x) {
    Operand<TFloat64> t = tf.math.abs(x);
    Operand<TFloat64> near = plus(times(times(plus(times(t, 1.5), -2.5), t), t), 1);
    Operand<TFloat64> far = plus(times(plus(times(plus(times(t, -0.5), 2.5), t), -4), t), 2);
    return tf.select(
        tf.math.less(t, tf.constant(1.0)),
        near,
        tf.select(tf.math.less(t, tf.constant(2.0)), far, tf.zerosLike(far)));
  }

  /** Rounded to whole numbers, halves away from zero. */
  private Operand<TFloat64> fixedPoint(Operand<TFloat64> weights) {
    Operand<TFloat64> scaled = times(weights, 1 << Kernel.FRACTION_BITS);
    return times(tf.math.floor(plus(tf.math.abs(scaled), 0.5)), tf.math.sign(weights));
  }

  private Operand<TFloat64> times(Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.math.mul(a, b);
  }

  private Operand<TFloat64> times(Operand<TFloat64> a, double b) {
    return tf.math.mul(a, tf.constant(b));
  }

  private Operand<TFloat64> plus(Operand<TFloat64> a, double b) {
    return tf.math.add(a, tf.constant(b));
  }

  private Operand<TInt32> part(Operand<TInt32> shape, int axis) {
    return tf.slice(shape, tf.constant(new int[] {axis}), tf.constant(new int[] {1}));
  }
}
