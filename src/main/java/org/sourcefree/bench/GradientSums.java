package org.sourcefree.bench;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.distributed.Collectives;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The sums over all workers of arrays like the gradients of some weights, and nothing else. */
final class GradientSums {
  /** Of a range that no step has. */
  private static final int FIRST_KEY = 3_000_000;

  private final List<Op> sums = new ArrayList<>();

  /** Builds them. */
  GradientSums(Graph graph, int workers, List<Variable> weights) {
    Ops tf = Ops.create(graph);
    Collectives collectives = new Collectives(workers, FIRST_KEY);
    for (Variable weight : weights) {
      Operand<TFloat32> zeros = tf.fill(tf.constant(weight.shape().asArray()), tf.constant(0f));
      sums.add(tf.withControlDependencies(collectives.sum(tf, zeros)).noOp());
    }
  }

  /** Sums once; waits for all workers. */
  Object run(Session session) {
    Session.Runner runner = session.runner();
    sums.forEach(runner::addTarget);
    runner.run().close();
    return sums;
  }
}
