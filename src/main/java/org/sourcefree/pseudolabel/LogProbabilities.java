package org.sourcefree.pseudolabel;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Maps of log p, [N, H, W, C], of one view of an image or of several together. They resolve
 * probabilities near 1 as finely as those near 0: log p of the most probable class is −log1p of the
 * others' odds, and does not round to 0 where p rounds to 1. Without a gradient.
 */
public final class LogProbabilities {
  private static final float NEVER = -1e30f;
  private static final int LAST = 3;

  private LogProbabilities() {}

  /**
   * Log softmax.
   *
   * @param scores class scores, [N, H, W, C]
   */
  public static Operand<TFloat32> of(Ops tf, Operand<TFloat32> scores) {
    Operand<TFloat32> below =
        tf.math.sub(scores, tf.reduceMax(scores, tf.constant(LAST), ReduceMax.keepDims(true)));
    return tf.math.sub(below, excess(tf, scores));
  }

  /**
   * The log of the mean of the views' probabilities.
   *
   * @param views at least one, all of the same shape
   */
  public static Operand<TFloat32> mean(Ops tf, List<Operand<TFloat32>> views) {
    if (views.size() == 1) {
      return views.get(0);
    }
    Operand<TFloat32> count = tf.constant((float) views.size());
    Operand<TFloat32> largest = views.get(0);
    for (Operand<TFloat32> view : views) {
      largest = tf.math.maximum(largest, view);
    }
    List<Operand<TFloat32>> minusOne = new ArrayList<>();
    List<Operand<TFloat32>> relative = new ArrayList<>();
    for (Operand<TFloat32> view : views) {
      minusOne.add(tf.math.expm1(view));
      relative.add(tf.math.exp(tf.math.sub(view, largest)));
    }
    Operand<TFloat32> nearOne = tf.math.div(tf.math.addN(minusOne), count);
    Operand<TFloat32> nearZero =
        tf.math.add(largest, tf.math.log(tf.math.div(tf.math.addN(relative), count)));
    return tf.select(
        tf.math.greater(nearOne, tf.constant(-0.5f)), tf.math.log1p(nearOne), nearZero);
  }

  /** A map with left and right exchanged, as of a mirrored image. */
  public static Operand<TFloat32> mirrored(Ops tf, Operand<TFloat32> map) {
    return tf.reverse(map, tf.constant(new int[] {2}));
  }

  /** The log of the sum over classes of e to the values, minus the largest: [N, H, W, 1], ≥ 0. */
  static Operand<TFloat32> excess(Ops tf, Operand<TFloat32> values) {
    Operand<TInt32> best = tf.math.argMax(values, tf.constant(LAST), TInt32.class);
    Operand<TInt32> classes = tf.gather(tf.shape(values), tf.constant(LAST), tf.constant(0));
    Operand<TFloat32> without = tf.oneHot(best, classes, tf.constant(NEVER), tf.constant(0f));
    Operand<TFloat32> largest = tf.reduceMax(values, tf.constant(LAST), ReduceMax.keepDims(true));
    Operand<TFloat32> others = tf.math.exp(tf.math.add(tf.math.sub(values, largest), without));
    return tf.math.log1p(tf.reduceSum(others, tf.constant(LAST), ReduceSum.keepDims(true)));
  }
}
