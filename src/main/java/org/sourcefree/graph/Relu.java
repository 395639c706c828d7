package org.sourcefree.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.ReluGrad;
import org.tensorflow.types.TFloat32;

/**
 * max(x, 0). TensorFlow's gradient of it looks at x, which is then kept beside the output that the
 * next layer needs; this one looks at the output, which says the same.
 */
public final class Relu {
  private Relu() {}

  /**
   * Builds it.
   *
   * @param x of any shape
   * @return of x's shape
   */
  public static Operand<TFloat32> build(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = tf.nn.relu(x);
    return GradientRoute.through(
        tf,
        "relu",
        y,
        List.of(x, tf.stopGradient(y)),
        (ops, upstream, operands) -> gradient(ops, upstream, operands.get(1)));
  }

  private static List<Operand<TFloat32>> gradient(
      Ops tf, Operand<TFloat32> upstream, Operand<TFloat32> y) {
    Operand<TFloat32> byInput = ReluGrad.create(tf.scope(), upstream, y).backprops();
    return List.of(byInput, tf.zerosLike(y)); // Where y stands for itself its gradient is stopped.
  }
}
