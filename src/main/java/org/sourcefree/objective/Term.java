package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** One weighted term of an objective. */
public sealed interface Term
    permits CrossEntropy, Entropy, DoubleSoftmaxEntropy, Diversity, NegativeLearning {

  /** Factor of the term in the objective, λ, at least 0. */
  double weight();

  /** The name the term is logged under. */
  String name();

  /** Whether the term reads the labels. */
  boolean usesLabels();

  /**
   * Checks that the term is defined for a number of classes.
   *
   * @throws IllegalArgumentException if it is not
   */
  default void checkClasses(int classes) {}

  /**
   * Builds the unweighted loss.
   *
   * @return scalar, nats
   */
  Operand<TFloat32> build(Ops tf, Predictions predictions);

  /** Checks a weight λ. */
  static void checkWeight(double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight must be at least 0, got " + weight);
    }
  }
}
