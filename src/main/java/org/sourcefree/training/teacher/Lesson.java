package org.sourcefree.training.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.mixing.Labelled;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What a teacher makes of a batch, in a step's graph.
 *
 * @param seen what the trained network sees and learns
 * @param probabilities the teacher's, on the images as they are, [N, H, W, C]
 * @param teacher that follows the network
 * @param prior of the classes, where labels follow from one
 */
public record Lesson(
    Labelled seen,
    Operand<TFloat32> probabilities,
    AveragedNetwork teacher,
    Optional<Prior> prior) {

  /**
   * What is known of the classes' frequency.
   *
   * @param first before the first step, [C]
   * @param next after this step, [C]
   */
  record Prior(Variable variable, Operand<TFloat32> first, Operand<TFloat32> next) {}

  /** Builds the state before the first step. */
  public Op begin(Ops tf) {
    List<Op> done = new ArrayList<>(List.of(teacher.copy()));
    prior.ifPresent(each -> done.add(tf.assignVariableOp(each.variable().handle(), each.first())));
    return tf.withControlDependencies(done).noOp();
  }

  /**
   * Builds the state after a step.
   *
   * @param moved done when the network has moved
   * @param step counted from 0, scalar
   */
  public Op follow(Ops tf, Op moved, Operand<TInt64> step) {
    List<Op> done = new ArrayList<>(List.of(teacher.follow(moved, step)));
    prior.ifPresent(
        each ->
            done.add(
                tf.withControlDependencies(moved)
                    .assignVariableOp(each.variable().handle(), each.next())));
    return tf.withControlDependencies(done).noOp();
  }
}
