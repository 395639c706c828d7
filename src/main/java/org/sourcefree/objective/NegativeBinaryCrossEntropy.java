package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a pixel is not, told by a teacher: log(1 + e^z_c), the binary cross-entropy of sigmoid(z_c)
 * against 0, for every class c to which the teacher gives at most 1/C (DT-ST, Zhao et al., CVPR
 * 2023). Mean over all such pairs of pixel and class, in nats; 0 with a zero gradient when there
 * are none.
 *
 * @param weight factor in the objective; 0.5 in the authors' code
 */
public record NegativeBinaryCrossEntropy(double weight) implements Term {

  /** Checks the weight. */
  public NegativeBinaryCrossEntropy {
    Term.checkWeight(weight);
  }

  @Override
  public String name() {
    return "negative_binary_cross_entropy";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public boolean usesTeacher() {
    return true;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> teacher = predictions.taught().orElseThrow().probabilities();
    Operand<TFloat32> unlikely =
        tf.dtypes.cast(
            tf.math.lessEqual(teacher, tf.constant(1f / predictions.classes())), TFloat32.class);
    Operand<TFloat32> counted = tf.stopGradient(unlikely);
    Operand<TFloat32> losses = tf.math.mul(counted, tf.math.softplus(predictions.logits()));
    return new Part(sum(tf, losses), sum(tf, counted));
  }

  private static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> map) {
    return tf.reduceSum(map, tf.constant(new int[] {0, 1, 2, 3}));
  }
}
