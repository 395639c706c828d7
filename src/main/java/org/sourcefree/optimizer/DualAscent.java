package org.sourcefree.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Moves the price of a constraint: w ← max(0, w − rate·gradient). It remembers nothing. */
public record DualAscent() implements Optimizer {

  @Override
  public Op apply(
      Ops tf,
      Variables variables,
      Gradients gradients,
      Operand<TFloat32> learningRate,
      List<? extends Op> before) {
    List<Operand<TFloat32>> moved = new ArrayList<>();
    for (int i = 0; i < gradients.values().size(); i++) {
      moved.add(moved(tf, gradients, i, learningRate));
    }
    Ops gated = Gradients.after(tf, moved, before);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < moved.size(); i++) {
      Variable price = gradients.parameters().get(i).variable();
      updates.add(gated.assignVariableOp(price.handle(), moved.get(i)));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private static Operand<TFloat32> moved(
      Ops tf, Gradients gradients, int i, Operand<TFloat32> learningRate) {
    Operand<TFloat32> price = gradients.parameters().get(i).variable().value();
    Operand<TFloat32> step = tf.math.mul(learningRate, gradients.values().get(i));
    Operand<TFloat32> next = tf.math.maximum(tf.math.sub(price, step), tf.constant(0f));
    return gradients
        .finite()
        .<Operand<TFloat32>>map(finite -> tf.select(finite, next, price))
        .orElse(next);
  }
}
