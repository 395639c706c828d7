package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Cross-entropy against the labels, −log p(label): L_sce with pseudo labels, You et al. 2021, Eq.
 * (3); Eq. (1) with true ones. Mean over the labelled pixels of the batch, in nats; 0 with a zero
 * gradient when there are none.
 *
 * @param weight factor in the objective
 */
public record CrossEntropy(double weight) implements Term {

  /** Checks the settings. */
  public CrossEntropy {
    Term.checkWeight(weight);
  }

  @Override
  public String name() {
    return "cross_entropy";
  }

  @Override
  public boolean usesLabels() {
    return true;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> labels = tf.stopGradient(predictions.labels());
    Operand<TFloat32> sum =
        tf.reduceSum(
            tf.math.mul(labels, predictions.logProbabilities()), tf.constant(new int[] {0, 1}));
    Operand<TFloat32> labelled = tf.reduceSum(labels, tf.constant(new int[] {0, 1}));
    return new Part(sum, labelled);
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.neg(mean);
  }
}
