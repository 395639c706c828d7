package org.sourcefree.objective;

import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How well the head of {@code discriminators.patch_modes} names the kinds of the source's patches
 * by what the network predicts: cross-entropy, mean over the patches that are at least half
 * labelled, in nats; 0 if there are none (DPR, Tsai et al., ICCV 2019). Network and head both learn
 * by it.
 *
 * @param weight λ_d; 0.01 in the paper
 * @param schedule how the weight goes with the steps; it stays if left out
 * @param fromStep the first step, counted from 0, that the term counts in; 0 if left out
 */
public record PatchClassification(
    double weight, Optional<WeightSchedule> schedule, Optional<Long> fromStep) implements Term {

  /** Checks the settings. */
  public PatchClassification {
    Term.checkWeight(weight);
    Term.checkFrom(fromStep);
  }

  @Override
  public String name() {
    return "patch_classification";
  }

  @Override
  public boolean usesLabels() {
    return true;
  }

  @Override
  public Optional<Domain> domain() {
    return Optional.of(Domain.SOURCE);
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Patches patches = predictions.patches().orElseThrow();
    Operand<TFloat32> ofKinds = tf.math.mul(patches.kinds(), patches.logProbabilities());
    return Part.ofCounted(
        tf,
        tf.math.neg(tf.reduceSum(ofKinds, tf.constant(1))),
        tf.reduceSum(patches.kinds(), tf.constant(1)));
  }
}
