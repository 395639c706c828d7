package org.sourcefree.objective;

import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The entropy of each pixel's prediction, L_ent = −Σ p·log p, You et al. 2021, Eq. (4). Mean over
 * all pixels of the batch, in nats.
 *
 * @param weight λ_ent
 * @param schedule how the weight goes with the steps; it stays if left out
 * @param fromStep the first step, counted from 0, that the term counts in; 0 if left out
 * @param domain whose images count; those of both if left out
 * @param head whose prediction counts; what the model predicts with if left out
 */
public record Entropy(
    double weight,
    Optional<WeightSchedule> schedule,
    Optional<Long> fromStep,
    Optional<Domain> domain,
    Optional<String> head)
    implements Term {

  /** Checks the settings. */
  public Entropy {
    Term.checkWeight(weight);
    Term.checkFrom(fromStep);
  }

  /** The same at every step, of both domains' images, by what the model predicts with. */
  public Entropy(double weight) {
    this(weight, Optional.empty(), Optional.empty());
  }

  /** Of both domains' images, by what the model predicts with. */
  public Entropy(double weight, Optional<WeightSchedule> schedule, Optional<Long> fromStep) {
    this(weight, schedule, fromStep, Optional.empty(), Optional.empty());
  }

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> summands =
        tf.math.mul(predictions.probabilities(), predictions.logProbabilities());
    Operand<TFloat32> pixels = tf.reduceSum(summands, tf.constant(1));
    return predictions
        .ofDomain(tf, domain)
        .map(counted -> Part.ofCounted(tf, pixels, counted))
        .orElseGet(() -> Part.ofPixels(tf, pixels));
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.neg(mean);
  }
}
