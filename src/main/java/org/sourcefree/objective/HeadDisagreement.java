package org.sourcefree.objective;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A weight for every pixel: offset + factor · (1 − cos(p₁, p₂)), p₁ and p₂ what two heads predict
 * of it (CLAN, Luo et al., CVPR 2019). Where it weighs a loss that the network minimises it carries
 * a gradient, as in the authors' code.
 *
 * @param heads two names
 * @param offset ε, at least 0; 0.4 in the code
 * @param factor λ_local, at least 0; 40 for GTA5, 10 for SYNTHIA in the code
 * @param fromStep the first step with such weights, before which all are 1; 0 if left out
 */
public record HeadDisagreement(
    List<String> heads, double offset, double factor, Optional<Long> fromStep) {

  /** Checks the settings. */
  public HeadDisagreement {
    heads = List.copyOf(heads);
    checkTwo(heads);
    if (!(offset >= 0 && factor >= 0 && offset + factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "offset and factor must be at least 0, got %s and %s".formatted(offset, factor));
    }
    if (fromStep.filter(step -> step < 0).isPresent()) {
      throw new IllegalArgumentException("from_step must be at least 0, got " + fromStep.get());
    }
  }

  /** Checks that two heads are named. */
  static void checkTwo(List<String> heads) {
    if (heads.size() != 2 || heads.get(0).equals(heads.get(1))) {
      throw new IllegalArgumentException("heads must be two, got " + heads);
    }
  }

  /**
   * Builds the weights.
   *
   * @return [N, H, W, 1]
   */
  public Operand<TFloat32> weights(Ops tf, Predictions predictions) {
    Operand<TFloat32> weights =
        tf.math.add(
            tf.constant((float) offset),
            tf.math.mul(tf.constant((float) factor), map(tf, predictions)));
    if (fromStep.orElse(0L) == 0) {
      return weights;
    }
    Operand<TInt64> step = predictions.draws().step();
    Operand<TBool> begun = tf.math.greaterEqual(step, tf.constant(fromStep.get().longValue()));
    Operand<TFloat32> on = tf.stopGradient(tf.dtypes.cast(begun, TFloat32.class));
    return tf.math.add(tf.math.mul(on, weights), tf.math.sub(tf.constant(1f), on));
  }

  /** 1 − cos(p₁, p₂) of every pixel, [N, H, W, 1]. */
  Operand<TFloat32> map(Ops tf, Predictions predictions) {
    Operand<TFloat32> first = predictions.of(Optional.of(heads.get(0))).probabilities();
    Operand<TFloat32> second = predictions.of(Optional.of(heads.get(1))).probabilities();
    Operand<TFloat32> norms =
        tf.math.mul(
            tf.math.sqrt(product(tf, first, first)), tf.math.sqrt(product(tf, second, second)));
    Operand<TFloat32> cosine = tf.math.div(product(tf, first, second), norms);
    Operand<TInt32> pixels =
        tf.slice(
            tf.shape(predictions.logits()), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    return tf.reshape(
        tf.math.sub(tf.constant(1f), cosine),
        tf.concat(List.of(pixels, tf.constant(new int[] {1})), tf.constant(0)));
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> first, Operand<TFloat32> second) {
    return tf.reduceSum(tf.math.mul(first, second), tf.constant(1));
  }
}
