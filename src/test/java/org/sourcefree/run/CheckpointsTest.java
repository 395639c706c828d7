package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
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

  @Test
  void aRestoredRunGoesOnAsAnUninterruptedOneMomentumIncluded() {
    Checkpoints checkpoints = new Checkpoints(root.resolve("new"), 2);
    float[] uninterrupted;
    float[] momentum;
    try (Bowl bowl = Bowl.create()) {
      bowl.descend(3);
      save(checkpoints, bowl, 3);
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
    Checkpoints checkpoints = new Checkpoints(root, 2);
    try (Bowl bowl = Bowl.create()) {
      for (long step : new long[] {5, 10, 100, 20}) {
        bowl.descend(1);
        save(checkpoints, bowl, step);
      }
      assertThat(newest(checkpoints).orElseThrow().step()).isEqualTo(100);
      try (var children = Files.list(root)) {
        assertThat(children.map(child -> child.getFileName().toString()))
            .containsExactlyInAnyOrder("step_00000020", "step_00000100");
      }
    }
  }

  @Test
  void aStateIsReplacedByALaterOneOfTheSameStep() {
    Checkpoints checkpoints = new Checkpoints(root, 2);
    try (Bowl bowl = Bowl.create()) {
      save(checkpoints, bowl, 7);
      bowl.descend(2);
      float[] later = bowl.weights();
      save(checkpoints, bowl, 7);
      bowl.descend(2);
      checkpoints.restore(bowl.session(), 7);
      assertThat(bowl.weights()).isEqualTo(later);
    }
  }

  @Test
  void thereIsNoNewestBeforeTheFirst() throws IOException {
    assertThat(newest(new Checkpoints(root.resolve("absent"), 2))).isEmpty();
    Files.createDirectories(root.resolve("partial"));
    Files.createDirectories(root.resolve("step_12"));
    assertThat(newest(new Checkpoints(root, 2))).isEmpty();
    assertThat(new Checkpoints(root, 2).isEmpty()).isTrue();
  }

  /** Of every file one bit, bytes at the end, or all of it. */
  @Test
  void aDamagedStateIsPassedOver() throws IOException {
    Checkpoints checkpoints = new Checkpoints(root, 3);
    try (Bowl bowl = Bowl.create()) {
      save(checkpoints, bowl, 1);
      save(checkpoints, bowl, 2);
    }
    Path newest = root.resolve("step_00000002");
    try (Stream<Path> files = Files.list(newest)) {
      for (Path file : files.toList()) {
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        for (byte[] damaged :
            List.of(flipped, Arrays.copyOf(whole, whole.length - 2), new byte[0])) {
          Files.write(file, damaged);
          assertOlderIsChosen(checkpoints);
        }
        Files.delete(file);
        assertOlderIsChosen(checkpoints);
        Files.write(file, whole);
        assertThat(newest(checkpoints).orElseThrow().step()).isEqualTo(2);
      }
    }
    Files.writeString(newest.resolve("more"), "");
    assertOlderIsChosen(checkpoints);
    Files.delete(root.resolve("step_00000001/SHA256SUMS"));
    assertThatThrownBy(() -> newest(checkpoints))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("found none", "step_00000002", "step_00000001", "more");
  }

  private static void assertOlderIsChosen(Checkpoints checkpoints) {
    Checkpoints.Found found = newest(checkpoints).orElseThrow();
    assertThat(found.step()).isEqualTo(1);
    assertThat(found.passedOver()).singleElement().asString().contains("step_00000002");
  }

  private static Optional<Checkpoints.Found> newest(Checkpoints checkpoints) {
    return checkpoints.newest(state -> Optional.empty());
  }

  private static void save(Checkpoints checkpoints, Bowl bowl, long step) {
    checkpoints.save(bowl.session(), step, folder -> {});
  }
}
