package org.sourcefree.optimizer;

import java.util.List;
import java.util.function.Predicate;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** How gradients move weights. */
public interface Optimizer {

  /**
   * Builds the update of every parameter. What the optimizer remembers from step to step is
   * variables of its own, so that it is saved with the weights.
   *
   * @param learningRate scalar
   * @param before computed before any weight moves
   * @return the operation that applies one step
   */
  Op apply(
      Ops tf,
      Variables variables,
      Gradients gradients,
      Operand<TFloat32> learningRate,
      List<? extends Op> before);

  /**
   * Told before the first step of each round but the first.
   *
   * @param moved which weights this moves; those of other optimizers are left alone
   */
  default void beginRound(Session session, Variables variables, Predicate<Variable> moved) {}
}
