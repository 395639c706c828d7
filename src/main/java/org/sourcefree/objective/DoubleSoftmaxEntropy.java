package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * −Σ p·log softmax(p), p = softmax(z): the softmax is applied twice, so this is not the entropy.
 * Deviates from You et al. 2021, Eq. (4), as the authors' code does. Mean over all pixels of the
 * batch, in nats.
 *
 * @param weight λ_ent
 */
public record DoubleSoftmaxEntropy(double weight) implements Term {

  /** Checks the settings. */
  public DoubleSoftmaxEntropy {
    Term.checkWeight(weight);
  }

  @Override
  public String name() {
    return "double_softmax_entropy";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> probabilities = predictions.probabilities();
    Operand<TFloat32> summands = tf.math.mul(probabilities, tf.nn.logSoftmax(probabilities));
    return Part.ofPixels(tf, tf.reduceSum(summands, tf.constant(1)));
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.neg(mean);
  }
}
