package org.sourcefree.training.teacher;

import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Pixels above a threshold of their image and class, which is lower for classes that are rarely
 * predicted (DT-ST, Zhao et al., CVPR 2023): τ = max(lower, upper · (1 − e^(−χ_c/β)) · the largest
 * probability of the image's pixels predicted as c). The class prior χ begins at β and follows the
 * mean a of the teacher's probabilities over the batch: a class still at β takes a_c where that is
 * above 1e-8, then χ ← (1 − rate)·χ + rate·a. Stored labels play no part.
 *
 * @param upper share of the largest probability that a frequent class must reach, in (0, 1]; 0.8 in
 *     the authors' code
 * @param lower the least probability, in [0, 1); 0.2 there
 * @param priorRate how fast χ follows, in (0, 1]; 0.1 there
 * @param beta β, in (0, 1); 0.001 there
 */
public record PriorThresholds(double upper, double lower, double priorRate, double beta)
    implements TeacherLabels {
  private static final String PRIOR = "class_prior";
  private static final float SEEN = 1e-8f;

  /** Checks the ranges. */
  public PriorThresholds {
    require(upper > 0 && upper <= 1, "upper must be in (0, 1], got " + upper);
    require(lower >= 0 && lower < 1, "lower must be in [0, 1), got " + lower);
    require(priorRate > 0 && priorRate <= 1, "prior_rate must be in (0, 1], got " + priorRate);
    require(beta > 0 && beta < 1, "beta must be in (0, 1), got " + beta);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** χ, [C], among the teacher's variables. */
  static Variable prior(Variables ofTeacher, int classes) {
    return ofTeacher.get(PRIOR, Shape.of(classes), Role.AVERAGE);
  }

  /** χ before the first step, [C]. */
  Operand<TFloat32> first(Ops tf, int classes) {
    return tf.fill(tf.constant(new int[] {classes}), tf.constant((float) beta));
  }

  /**
   * Builds χ after a step.
   *
   * @param prior before it, [C]
   * @param mean of the teacher's probabilities over the batch, [C]
   */
  Operand<TFloat32> follow(Ops tf, Operand<TFloat32> prior, Operand<TFloat32> mean) {
    Operand<TBool> unseen =
        tf.math.logicalAnd(
            tf.math.equal(prior, tf.constant((float) beta)),
            tf.math.greater(mean, tf.constant(SEEN)));
    Operand<TFloat32> begun = tf.select(unseen, mean, prior);
    float rate = (float) priorRate;
    return tf.math.add(
        tf.math.mul(tf.constant(1 - rate), begun), tf.math.mul(tf.constant(rate), mean));
  }

  /**
   * Builds the labels.
   *
   * @param prior χ of this step, [C]
   * @param probabilities the teacher's, [N, H, W, C]
   * @return train ids, 255 = ignored, [N, H, W]
   */
  Operand<TInt32> labels(
      Ops tf, Operand<TFloat32> prior, Operand<TFloat32> probabilities, int classes) {
    Operand<TInt32> best = tf.math.argMax(probabilities, tf.constant(3), TInt32.class);
    Operand<TFloat32> sure = tf.reduceMax(probabilities, tf.constant(3));
    Operand<TFloat32> own = tf.oneHot(best, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> peaks =
        tf.reduceMax(
            tf.math.mul(own, tf.expandDims(sure, tf.constant(3))),
            tf.constant(new int[] {1, 2}),
            ReduceMax.keepDims(true));
    Operand<TFloat32> scale =
        tf.math.mul(
            tf.constant((float) upper),
            tf.math.neg(tf.math.expm1(tf.math.neg(tf.math.div(prior, tf.constant((float) beta))))));
    Operand<TFloat32> thresholds =
        tf.math.maximum(tf.constant((float) lower), tf.math.mul(peaks, scale));
    Operand<TFloat32> threshold = tf.reduceSum(tf.math.mul(own, thresholds), tf.constant(3));
    Operand<TInt32> ignored = tf.fill(tf.shape(best), tf.constant(ClassSet.IGNORE));
    return tf.select(tf.math.greater(sure, threshold), best, ignored);
  }
}
