package org.sourcefree.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.optimizer.Sgd.Parameter;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

class CheckpointsTest {
  @TempDir private Path root;

  /** A quadratic bowl, descended with momentum. */
  private record Bowl(Graph graph, Session session, Variables variables, Op update)
      implements AutoCloseable {
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
                  parameters,
                  Sgd.gradients(graph, tf.nn.l2Loss(w.value()), parameters),
                  tf.constant(0.1f));
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

  @Test
  void aRestoredRunGoesOnAsAnUninterruptedOneMomentumIncluded() {
    Checkpoints checkpoints = new Checkpoints(root.resolve("new"));
    float[] uninterrupted;
    float[] momentum;
    try (Bowl bowl = Bowl.create()) {
      bowl.descend(3);
      checkpoints.save(bowl.session(), 3);
      momentum = bowl.variables().read(bowl.session(), "w.momentum");
      bowl.descend(4);
      uninterrupted = bowl.weights();
    }
    try (Bowl bowl = Bowl.create()) {
      checkpoints.restore(bowl.session(), 3);
      assertThat(bowl.variables().read(bowl.session(), "w.momentum"))
          .isEqualTo(momentum)
          .doesNotContain(0);
      bowl.descend(4);
      assertThat(bowl.weights()).isEqualTo(uninterrupted);
    }
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    Checkpoints checkpoints = new Checkpoints(root);
    try (Bowl bowl = Bowl.create()) {
      for (long step : new long[] {5, 10, 100, 20}) {
        bowl.descend(1);
        checkpoints.save(bowl.session(), step);
      }
      assertThat(checkpoints.latest()).hasValue(100);
      try (var children = Files.list(root)) {
        assertThat(children.map(child -> child.getFileName().toString()))
            .containsExactlyInAnyOrder("step_00000020", "step_00000100");
      }
    }
  }

  @Test
  void aStateIsReplacedByALaterOneOfTheSameStep() {
    Checkpoints checkpoints = new Checkpoints(root);
    try (Bowl bowl = Bowl.create()) {
      checkpoints.save(bowl.session(), 7);
      bowl.descend(2);
      float[] later = bowl.weights();
      checkpoints.save(bowl.session(), 7);
      bowl.descend(2);
      checkpoints.restore(bowl.session(), 7);
      assertThat(bowl.weights()).isEqualTo(later);
    }
  }

  @Test
  void thereIsNoLatestBeforeTheFirst() throws IOException {
    assertThat(new Checkpoints(root.resolve("absent")).latest()).isEmpty();
    Files.createDirectories(root.resolve("partial"));
    Files.createDirectories(root.resolve("step_12"));
    assertThat(new Checkpoints(root).latest()).isEmpty();
  }
}
