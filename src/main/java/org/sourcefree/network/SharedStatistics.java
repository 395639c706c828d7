package org.sourcefree.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A channel's mean and variance over a batch whose images are computed in several places: the sums
 * first, then the squares of what lies around their mean.
 *
 * @param mean [channels]
 * @param variance divided by the number of pixels, which normalises, [channels]
 * @param unbiased divided by one less, which the running average follows, [channels]
 */
record SharedStatistics(
    Operand<TFloat32> mean, Operand<TFloat32> variance, Operand<TFloat32> unbiased) {

  /**
   * Builds them.
   *
   * @param x this place's part, [N, H, W, channels]
   */
  static SharedStatistics of(Ops tf, Operand<TFloat32> x, long channels, BatchSums sums) {
    Operand<TInt32> axes = tf.constant(new int[] {0, 1, 2});
    Operand<TInt32> sides =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    Operand<TFloat32> own =
        tf.dtypes.cast(tf.prod(sides, tf.constant(new int[] {0})), TFloat32.class);
    Operand<TFloat32> pixel = tf.stopGradient(tf.reshape(own, tf.constant(new int[] {1})));
    Operand<TFloat32> first =
        sums.over(tf, tf.concat(List.of(tf.reduceSum(x, axes), pixel), tf.constant(0)));
    Operand<TInt32> size = tf.constant(new int[] {Math.toIntExact(channels)});
    Operand<TFloat32> pixels = tf.stopGradient(tf.slice(first, size, tf.constant(new int[] {1})));
    Operand<TFloat32> mean = tf.math.div(tf.slice(first, tf.constant(new int[] {0}), size), pixels);
    Operand<TFloat32> squares =
        sums.over(tf, tf.reduceSum(tf.math.square(tf.math.sub(x, mean)), axes));
    Operand<TFloat32> fewer =
        tf.math.maximum(tf.math.sub(pixels, tf.constant(1f)), tf.constant(1f));
    return new SharedStatistics(
        mean, tf.math.div(squares, pixels), tf.math.div(tf.stopGradient(squares), fewer));
  }

  /** x, normalised, scaled and shifted. */
  Operand<TFloat32> normalised(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TFloat32> scale,
      Operand<TFloat32> shift,
      float epsilon) {
    Operand<TFloat32> factor =
        tf.math.mul(scale, tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon))));
    Operand<TFloat32> summand = tf.math.sub(shift, tf.math.mul(mean, factor));
    return tf.math.add(tf.math.mul(x, factor), summand);
  }
}
