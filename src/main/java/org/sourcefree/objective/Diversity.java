package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The negative entropy of the batch's mean prediction, Σ p̄·log p̄, p̄ the mean of p over all
 * pixels of the batch, in nats, from −log C to 0. With {@link Entropy} it is the information
 * maximisation of SHOT, Liang et al., ICML 2020: predictions sure one by one, but of all classes
 * together.
 *
 * @param weight its factor
 */
public record Diversity(double weight) implements Term {
  /** Below it p̄ counts as this in the logarithm, which keeps the gradient finite. */
  private static final float SMALLEST = 1e-30f;

  /** Checks the settings. */
  public Diversity {
    Term.checkWeight(weight);
  }

  @Override
  public String name() {
    return "diversity";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    return Part.ofPixels(tf, predictions.probabilities());
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    Operand<TFloat32> log = tf.math.log(tf.math.maximum(mean, tf.constant(SMALLEST)));
    return tf.reduceSum(tf.math.mul(mean, log), tf.constant(0));
  }
}
