package org.sourcefree.objective;

import java.util.ArrayList;
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
    List<Operand<TFloat32>> first = predictions.headWeights(heads.get(0));
    List<Operand<TFloat32>> second = predictions.headWeights(heads.get(1));
    Operand<TFloat32> norms =
        tf.math.mul(
            tf.math.sqrt(product(tf, first, first)), tf.math.sqrt(product(tf, second, second)));
    Operand<TFloat32> cosine = tf.math.div(product(tf, first, second), norms);
    return new Part(tf.math.add(cosine, tf.constant(1f)), tf.constant(1f));
  }

  /**
   * The scalar product of two vectors in pieces. They are not joined first: TensorFlow names what
   * comes of a concatenation's gradient in an order that differs from process to process, and sums
   * in the order of names.
   */
  private static Operand<TFloat32> product(
      Ops tf, List<Operand<TFloat32>> first, List<Operand<TFloat32>> second) {
    List<Operand<TFloat32>> products = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      Operand<TFloat32> flat =
          tf.reshape(tf.math.mul(first.get(i), second.get(i)), tf.constant(new int[] {-1}));
      products.add(tf.reduceSum(flat, tf.constant(0)));
    }
    return tf.math.addN(products);
  }
}
