package org.sourcefree.serving;

import java.util.List;
import org.sourcefree.image.ImageSize;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * {@link org.sourcefree.image.Resize#bicubic} inside a graph, bit for bit, from any size: two
 * products with matrices of weights that are made from the sizes. Everything is float64, in which
 * sums of 30-bit products are exact in whatever order they are added.
 */
final class BicubicResize {
  private static final double HALF = 1 << 21;
  private static final double UNIT = 1 << 22;

  private final Ops tf;

  BicubicResize(Ops tf) {
    this.tf = tf;
  }

  /**
   * Builds the resize.
   *
   * @param images RGB, [N, H, W, 3], uint8, H and W at least 1
   * @return [N, height, width, 3]
   */
  Operand<TUint8> build(Operand<TUint8> images, ImageSize to) {
    Operand<TInt32> shape = tf.shape(images);
    Operand<TInt32> batch = element(shape, 0);
    Operand<TInt32> height = element(shape, 1);
    Operand<TInt32> width = element(shape, 2);
    Operand<TFloat64> planes = channelsSwapped(tf.dtypes.cast(images, TFloat64.class));
    Operand<TFloat64> rows = tf.reshape(planes, tf.stack(List.of(tf.constant(-1), width)));
    Operand<TFloat64> across =
        levels(tf.linalg.matMul(rows, weights(width, to.width()), MatMul.transposeB(true)));
    Operand<TFloat64> columns =
        tf.reshape(across, tf.stack(List.of(batch, height, tf.constant(3 * to.width()))));
    Operand<TFloat64> down =
        levels(tf.train.batchMatMul(weights(height, to.height()), columns, TFloat64.class));
    Operand<TInt32> resized =
        tf.stack(List.of(batch, tf.constant(to.height()), tf.constant(3), tf.constant(to.width())));
    Operand<TFloat64> image =
        tf.ensureShape(
            channelsSwapped(tf.reshape(down, resized)), Shape.of(-1, to.height(), to.width(), 3));
    return tf.dtypes.cast(image, TUint8.class);
  }

  /** [N, H, W, C] to [N, H, C, W] and back. */
  private Operand<TFloat64> channelsSwapped(Operand<TFloat64> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 1, 3, 2}));
  }

  private Operand<TInt32> element(Operand<TInt32> shape, int index) {
    return tf.gather(shape, tf.constant(index), tf.constant(0));
  }

  /** Sums of weights · 2²² rounded to 8 bits and clipped. */
  private Operand<TFloat64> levels(Operand<TFloat64> sums) {
    Operand<TFloat64> rounded =
        tf.math.floor(tf.math.mul(tf.math.add(sums, number(HALF)), number(1 / UNIT)));
    return tf.clipByValue(rounded, number(0), number(255));
  }

  /**
   * The weights of every input pixel in every output pixel · 2²², [output, input], step by step as
   * image.Kernel makes them.
   *
   * @param input scalar, pixels
   */
  private Operand<TFloat64> weights(Operand<TInt32> input, int output) {
    Operand<TFloat64> length = tf.dtypes.cast(input, TFloat64.class);
    Operand<TFloat64> scale = quotient(length, number(output));
    Operand<TFloat64> widening = tf.math.maximum(scale, number(1));
    Operand<TFloat64> support = tf.math.mul(number(2), widening);
    Operand<TFloat64> centre =
        column(tf.math.mul(tf.math.add(positions(tf.constant(output)), number(0.5)), scale));
    Operand<TFloat64> low =
        tf.math.maximum(
            truncated(tf.math.add(tf.math.sub(centre, support), number(0.5))), number(0));
    Operand<TFloat64> high =
        tf.math.minimum(truncated(tf.math.add(tf.math.add(centre, support), number(0.5))), length);
    Operand<TFloat64> pixel = positions(input);
    Operand<TFloat64> distance =
        tf.math.mul(
            tf.math.add(tf.math.sub(pixel, centre), number(0.5)), quotient(number(1), widening));
    Operand<TBool> within =
        tf.math.logicalAnd(tf.math.greaterEqual(pixel, low), tf.math.less(pixel, high));
    Operand<TFloat64> row = tf.select(within, cubic(distance), number(0));
    return fixedPoint(quotient(row, total(row, input)));
  }

  /** Added one by one from the left, as a sum in another order may round differently. */
  private Operand<TFloat64> total(Operand<TFloat64> row, Operand<TInt32> length) {
    Operand<TFloat64> sums = tf.math.cumsum(row, tf.constant(1));
    Operand<TInt32> last = tf.math.sub(length, tf.constant(1));
    return column(tf.gather(sums, last, tf.constant(1)));
  }

  private Operand<TFloat64> cubic(Operand<TFloat64> x) {
    Operand<TFloat64> t = tf.math.abs(x);
    Operand<TFloat64> near = tf.math.sub(tf.math.mul(number(1.5), t), number(2.5));
    near = tf.math.add(tf.math.mul(tf.math.mul(near, t), t), number(1));
    Operand<TFloat64> far = tf.math.add(tf.math.mul(number(-0.5), t), number(2.5));
    far = tf.math.sub(tf.math.mul(far, t), number(4));
    far = tf.math.add(tf.math.mul(far, t), number(2));
    Operand<TFloat64> outer = tf.select(tf.math.less(t, number(2)), far, number(0));
    return tf.select(tf.math.less(t, number(1)), near, outer);
  }

  private Operand<TFloat64> fixedPoint(Operand<TFloat64> weights) {
    Operand<TFloat64> scaled = tf.math.mul(weights, number(UNIT));
    Operand<TFloat64> half = tf.select(tf.math.less(weights, number(0)), number(-0.5), number(0.5));
    return truncated(tf.math.add(scaled, half));
  }

  /** TensorFlow would turn a division by a constant into a product, which rounds differently. */
  private Operand<TFloat64> quotient(Operand<TFloat64> dividend, Operand<TFloat64> divisor) {
    return tf.math.divNoNan(dividend, divisor);
  }

  private Operand<TFloat64> truncated(Operand<TFloat64> x) {
    return tf.dtypes.cast(tf.dtypes.cast(x, TInt32.class), TFloat64.class);
  }

  /** 0, 1 … length − 1. */
  private Operand<TFloat64> positions(Operand<TInt32> length) {
    return tf.dtypes.cast(tf.range(tf.constant(0), length, tf.constant(1)), TFloat64.class);
  }

  private Operand<TFloat64> column(Operand<TFloat64> vector) {
    return tf.expandDims(vector, tf.constant(1));
  }

  private Operand<TFloat64> number(double value) {
    return tf.constant(value);
  }
}
