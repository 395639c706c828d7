package org.sourcefree.objective;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How alike two heads are, cos(θ₁, θ₂) + 1, θ all weights and biases of a head in one vector, from
 * 0 to 2. It keeps them from becoming the same (co-training; CLAN, Luo et al., CVPR 2019). The
 * heads must be of one form.
 *
 * @param weight λ_w; 0.02 in effect in CLAN's code
 * @param heads two names
 * @param schedule how the weight goes with the steps; it stays if left out
 * @param fromStep the first step, counted from 0, that the term counts in; 0 if left out
 */
public record HeadSimilarity(
    double weight, List<String> heads, Optional<WeightSchedule> schedule, Optional<Long> fromStep)
    implements Term {

  /** Checks the settings. */
  public HeadSimilarity {
    Term.checkWeight(weight);
    Term.checkFrom(fromStep);
    heads = List.copyOf(heads);
    HeadDisagreement.checkTwo(heads);
  }

  @Override
  public String name() {
    return "head_similarity";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public List<String> compared() {
    return heads;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> first = predictions.headWeights(heads.get(0));
    Operand<TFloat32> second = predictions.headWeights(heads.get(1));
    Operand<TFloat32> norms =
        tf.math.mul(
            tf.math.sqrt(product(tf, first, first)), tf.math.sqrt(product(tf, second, second)));
    Operand<TFloat32> cosine = tf.math.div(product(tf, first, second), norms);
    return new Part(tf.math.add(cosine, tf.constant(1f)), tf.constant(1f));
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> first, Operand<TFloat32> second) {
    return tf.reduceSum(tf.math.mul(first, second), tf.constant(0));
  }
}
