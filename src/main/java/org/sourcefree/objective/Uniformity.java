package org.sourcefree.objective;

import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The regulariser of MRKLD, −(1/C)·Σ_c log p_c: up to a constant the divergence of a pixel's
 * prediction from the uniform distribution (Zou et al., Confidence Regularized Self-Training, ICCV
 * 2019). Mean over the labelled pixels of a domain's images, in nats; 0 with a zero gradient when
 * there are none.
 *
 * @param weight β; 0.1 in the paper, its square in the authors' code
 * @param domain whose images are regularised; the images of both if left out
 */
public record Uniformity(double weight, Optional<Domain> domain) implements Term {

  /** Checks the settings. */
  public Uniformity {
    Term.checkWeight(weight);
  }

  @Override
  public String name() {
    return "uniformity";
  }

  @Override
  public boolean usesLabels() {
    return true;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> labelled =
        tf.reduceSum(tf.stopGradient(predictions.labels()), tf.constant(1));
    Operand<TFloat32> counted =
        predictions
            .ofDomain(tf, domain)
            .<Operand<TFloat32>>map(each -> tf.math.mul(labelled, each))
            .orElse(labelled);
    Operand<TFloat32> means = tf.math.mean(predictions.logProbabilities(), tf.constant(1));
    return Part.ofCounted(tf, means, counted);
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.neg(mean);
  }
}
