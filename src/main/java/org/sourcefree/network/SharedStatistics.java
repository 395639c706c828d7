package org.sourcefree.network;

import java.util.List;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.GradientRoute;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.FusedBatchNormGrad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A channel's mean and variance over a batch whose parts are computed in several places, from one
 * exchange between them: every place's number of pixels n, mean m and squares s around it, combined
 * as Chan, Golub and LeVeque 1979 do, Σ s + Σ n·(m − mean)². All places find the same bits.
 *
 * @param mean [channels]
 * @param squares around the mean, summed, [channels]
 * @param pixels of the whole batch, [1]
 */
record SharedStatistics(
    Operand<TFloat32> mean, Operand<TFloat32> squares, Operand<TFloat32> pixels) {

  /**
   * Builds them, without a gradient.
   *
   * @param x this place's part, [N, H, W, channels]
   * @param kernels how this place computes
   */
  static SharedStatistics of(
      Ops tf,
      Operand<TFloat32> x,
      long channels,
      ConvolutionKernels kernels,
      BatchParts.Exchange exchange) {
    int width = Math.toIntExact(channels);
    Operand<TFloat32> own = tf.reshape(x, tf.constant(new int[] {-1, width}));
    Operand<TInt32> number =
        tf.slice(tf.shape(own), tf.constant(new int[1]), tf.constant(new int[] {1}));
    Operand<TFloat32> pixels = tf.dtypes.cast(number, TFloat32.class);
    Operand<TFloat32> mean = tf.math.div(sum(tf, own, number, kernels), pixels);
    Operand<TFloat32> squares = sum(tf, tf.math.square(tf.math.sub(own, mean)), number, kernels);
    Operand<TFloat32> rows =
        tf.stopGradient(
            exchange.rows(tf, tf.concat(List.of(mean, squares, pixels), tf.constant(0))));
    return combined(
        tf,
        columns(tf, rows, 0, width),
        columns(tf, rows, width, width),
        columns(tf, rows, 2 * width, 1));
  }

  /** Of all places' means, squares and numbers, [places, …] each. */
  private static SharedStatistics combined(
      Ops tf, Operand<TFloat32> means, Operand<TFloat32> squares, Operand<TFloat32> numbers) {
    Operand<TInt32> places = tf.constant(0);
    Operand<TFloat32> pixels = tf.reduceSum(numbers, places);
    Operand<TFloat32> mean = tf.math.div(tf.reduceSum(tf.math.mul(means, numbers), places), pixels);
    Operand<TFloat32> between = tf.math.mul(tf.math.square(tf.math.sub(means, mean)), numbers);
    return new SharedStatistics(mean, tf.reduceSum(tf.math.add(squares, between), places), pixels);
  }

  /** The sum of rows. As a product it takes a third of the time, on processors that round none. */
  private static Operand<TFloat32> sum(
      Ops tf, Operand<TFloat32> rows, Operand<TInt32> number, ConvolutionKernels kernels) {
    if (kernels != ConvolutionKernels.MATRIX) {
      return tf.reduceSum(rows, tf.constant(0));
    }
    Operand<TInt32> row = tf.concat(List.of(tf.constant(new int[] {1}), number), tf.constant(0));
    Operand<TFloat32> ones = tf.fill(row, tf.constant(1f));
    return tf.reshape(tf.linalg.matMul(ones, rows), tf.constant(new int[] {-1}));
  }

  private static Operand<TFloat32> columns(Ops tf, Operand<TFloat32> rows, int first, int number) {
    return tf.slice(rows, tf.constant(new int[] {0, first}), tf.constant(new int[] {-1, number}));
  }

  /** What the running average follows: divided by one less than the pixels, [channels]. */
  Operand<TFloat32> unbiased(Ops tf) {
    Operand<TFloat32> fewer = tf.math.sub(pixels, tf.constant(1f));
    return tf.math.div(squares, tf.math.maximum(fewer, tf.constant(1f)));
  }

  /**
   * x, normalised, scaled and shifted. The gradient needs one exchange too: of the sums, over every
   * place's pixels, of the upstream gradient and of its product with what was normalised.
   */
  Operand<TFloat32> normalised(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TFloat32> scale,
      Operand<TFloat32> shift,
      float epsilon,
      BatchParts.Exchange back) {
    Operand<TFloat32> spread = tf.math.add(tf.math.div(squares, pixels), tf.constant(epsilon));
    Operand<TFloat32> factor = tf.math.mul(scale, tf.math.rsqrt(spread));
    Operand<TFloat32> summand = tf.math.sub(shift, tf.math.mul(mean, factor));
    return GradientRoute.through(
        tf,
        "normalised_with_" + back.name(),
        tf.math.add(tf.math.mul(x, factor), summand),
        List.of(x, scale, shift, mean, spread, pixels),
        (ops, upstream, operands) -> gradient(ops, upstream, operands, back));
  }

  /**
   * With x̂ what was normalised and means over all pixels: by x, scale / deviation · (dy − mean(dy)
   * − x̂ · mean(dy·x̂)); by scale and shift this place's own part.
   */
  private static List<Operand<TFloat32>> gradient(
      Ops tf,
      Operand<TFloat32> dy,
      List<Operand<TFloat32>> operands,
      BatchParts.Exchange exchange) {
    Operand<TFloat32> x = operands.get(0);
    Operand<TFloat32> scale = operands.get(1);
    Operand<TFloat32> mean = operands.get(3);
    Operand<TFloat32> spread = operands.get(4);
    Operand<TFloat32> pixels = operands.get(5);
    FusedBatchNormGrad<TFloat32, TFloat32> given = ofGiven(tf, dy, x, scale, mean, spread);
    Operand<TFloat32> own =
        tf.concat(List.of(given.offsetBackprop(), given.scaleBackprop()), tf.constant(0));
    Operand<TFloat32> sums = tf.reduceSum(exchange.rows(tf, own), tf.constant(0));
    Operand<TFloat32> means = tf.math.div(sums, pixels);
    Operand<TInt32> size = tf.shape(mean);
    Operand<TFloat32> factor = tf.math.mul(scale, tf.math.rsqrt(spread));
    Operand<TFloat32> offset = tf.math.mul(factor, tf.slice(means, tf.constant(new int[1]), size));
    Operand<TFloat32> slope = tf.math.mul(factor, tf.slice(means, size, size));
    Operand<TFloat32> byX =
        tf.math.sub(given.xBackprop(), affine(tf, x, slope, offset, mean, spread));
    return List.of(
        byX,
        given.scaleBackprop(),
        given.offsetBackprop(),
        tf.zerosLike(mean),
        tf.zerosLike(spread),
        tf.zerosLike(pixels));
  }

  /** As if mean and variance were given: the sums, and the first summand by x, in one go. */
  private static FusedBatchNormGrad<TFloat32, TFloat32> ofGiven(
      Ops tf,
      Operand<TFloat32> dy,
      Operand<TFloat32> x,
      Operand<TFloat32> scale,
      Operand<TFloat32> mean,
      Operand<TFloat32> spread) {
    return tf.nn.fusedBatchNormGrad(
        dy,
        x,
        scale,
        mean,
        spread,
        tf.constant(new float[0]),
        FusedBatchNormGrad.epsilon(0f),
        FusedBatchNormGrad.isTraining(false));
  }

  /** scale · (x − mean) / √spread + offset. */
  private static Operand<TFloat32> affine(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TFloat32> scale,
      Operand<TFloat32> offset,
      Operand<TFloat32> mean,
      Operand<TFloat32> spread) {
    return tf.nn
        .fusedBatchNorm(
            x,
            scale,
            offset,
            mean,
            spread,
            FusedBatchNorm.epsilon(0f),
            FusedBatchNorm.isTraining(false))
        .y();
  }
}
