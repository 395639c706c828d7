package org.sourcefree.run;

import java.util.List;
import java.util.Map;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.optimizer.Gradients;
import org.sourcefree.optimizer.Parameter;
import org.sourcefree.optimizer.Sgd;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/** A quadratic bowl, descended with momentum. */
record Bowl(Graph graph, Session session, Variables variables, Op update) implements AutoCloseable {
  static Bowl create() {
    Graph graph = new Graph();
    Ops tf = Ops.create(graph);
    Variables variables = new Variables(tf);
    Variable w = variables.get("w", Shape.of(3));
    List<Parameter> parameters = List.of(new Parameter(w, false));
    Op update =
        new Sgd(0.9, 0.01, 1, 10)
            .apply(
                tf,
                variables,
                Gradients.of(graph, tf.nn.l2Loss(w.value()), parameters),
                tf.constant(0.1f),
                List.of());
    variables.addSaver();
    Session session = new Session(graph);
    variables.assign(session, Map.of("w", new float[] {1, -2, 3}));
    Sgd.reset(session, variables);
    return new Bowl(graph, session, variables, update);
  }

  void descend(int steps) {
    for (int step = 0; step < steps; step++) {
      session.runner().addTarget(update).run().close();
    }
  }

  float[] weights() {
    return variables.read(session, "w");
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
