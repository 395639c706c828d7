package org.sourcefree.network;

import java.util.List;
import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A variational information bottleneck (Alemi et al., ICLR 2017) before the heads: in training they
 * read z = μ + σ·ε, ε standard normal, μ the last stage's features themselves and log σ² a 1×1
 * convolution of them. A model predicts without noise, z = μ, so that nothing of it is exported.
 *
 * @param deviation σ before the first step, above 0
 */
public record GaussianBottleneck(double deviation) {
  private static final String WEIGHT = "log_variance.weight";
  private static final String BIAS = "log_variance.bias";

  /** Whose its variables are. */
  public static final String OWNER = "bottleneck";

  /** Checks the deviation. */
  public GaussianBottleneck {
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("deviation must be positive, got " + deviation);
    }
  }

  /**
   * Features that passed.
   *
   * @param features z, [N, h, w, channels]
   * @param information KL(N(μ, σ²) ‖ N(0, 1)) of each place, summed over channels, nats, [N, h, w]
   */
  public record Passed(Operand<TFloat32> features, Operand<TFloat32> information) {}

  /** What every number of a variable of its own is before the first step. */
  public float first(String name) {
    return name.endsWith(BIAS) ? (float) (2 * Math.log(deviation)) : 0;
  }

  /**
   * Builds it; variables that exist already are shared.
   *
   * @param variables of the network and of all that is beside it
   * @param mean μ, [N, h, w, channels]
   * @param noise ε, of the same shape
   */
  public static Passed build(
      Ops tf, Variables variables, Operand<TFloat32> mean, Operand<TFloat32> noise) {
    long channels = mean.shape().get(3);
    Variables own = variables.of(OWNER);
    Operand<TFloat32> kernel = own.get(WEIGHT, Shape.of(1, 1, channels, channels)).value();
    Operand<TFloat32> bias = own.get(BIAS, Shape.of(channels)).value();
    Operand<TFloat32> logVariance =
        tf.nn.biasAdd(tf.nn.conv2d(mean, kernel, List.of(1L, 1L, 1L, 1L), "VALID"), bias);
    return new Passed(sample(tf, mean, logVariance, noise), information(tf, mean, logVariance));
  }

  /** μ + exp(½ log σ²)·ε. */
  static Operand<TFloat32> sample(
      Ops tf, Operand<TFloat32> mean, Operand<TFloat32> logVariance, Operand<TFloat32> noise) {
    Operand<TFloat32> deviation = tf.math.exp(tf.math.mul(tf.constant(0.5f), logVariance));
    return tf.math.add(mean, tf.math.mul(deviation, noise));
  }

  /** ½ Σ (μ² + σ² − 1 − log σ²) over channels, [N, h, w]. */
  static Operand<TFloat32> information(
      Ops tf, Operand<TFloat32> mean, Operand<TFloat32> logVariance) {
    Operand<TFloat32> spread =
        tf.math.sub(tf.math.sub(tf.math.exp(logVariance), tf.constant(1f)), logVariance);
    Operand<TFloat32> each = tf.math.add(tf.math.mul(mean, mean), spread);
    return tf.math.mul(tf.constant(0.5f), tf.reduceSum(each, tf.constant(3)));
  }
}
