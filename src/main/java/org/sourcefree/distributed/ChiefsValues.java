package org.sourcefree.distributed;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Gives every worker the chief's values of some variables. */
public final class ChiefsValues {
  private static final int FIRST_KEY = 1_000_000;

  private final boolean chief;
  private final Placeholder<TBool> given;
  private final List<Op> copied = new ArrayList<>();

  /**
   * Builds it.
   *
   * @param variables the same on every worker, in the same order
   */
  public ChiefsValues(Graph graph, Cluster cluster, List<Variable> variables) {
    Ops tf = Ops.create(graph);
    this.chief = cluster.isChief();
    this.given = tf.placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
    Collectives sums = new Collectives(cluster.size(), FIRST_KEY);
    for (Variable variable : variables) {
      // What another worker holds may not be a number, which times zero is none either.
      Operand<TFloat32> zeros = tf.zerosLike(variable.value());
      Operand<TFloat32> summand = tf.select(given, variable.value(), zeros);
      copied.add(tf.assignVariableOp(variable.handle(), sums.sum(tf, summand)));
    }
  }

  /** Copies the values; waits for all workers. */
  public void copy(Session session) {
    try (TBool fed = TBool.scalarOf(chief)) {
      Session.Runner runner = session.runner().feed(given, fed);
      copied.forEach(runner::addTarget);
      runner.run().close();
    }
  }
}
