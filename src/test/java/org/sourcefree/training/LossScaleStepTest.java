package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.PlainSession;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** Steps with a scaled loss, in float32, where they can be compared with plain ones. */
class LossScaleStepTest {
  private static final int CROP = 33;
  private static final String SCALE = "loss_scale";
  private static final String KERNEL = "layer3.0.conv2.weight";

  /** Losses of some steps and what the variables are then. */
  private record Outcome(List<Double> losses, Map<String, float[]> variables) {}

  @Test
  void aPowerOfTwoChangesNothing() {
    Outcome plain = run(false, Map.of(), 3);
    Outcome scaled = run(true, Map.of(), 3);
    for (int step = 0; step < plain.losses().size(); step++) {
      assertThat(scaled.losses().get(step)).isCloseTo(plain.losses().get(step), within(1e-6));
    }
    for (Map.Entry<String, float[]> variable : plain.variables().entrySet()) {
      assertThat(scaled.variables().get(variable.getKey()))
          .as(variable.getKey())
          .usingComparatorWithPrecision(1e-7f)
          .containsExactly(variable.getValue());
    }
    assertThat(scaled.variables().get(SCALE)).containsExactly(LossScale.INITIAL);
    assertThat(scaled.variables().get("loss_scale.finite_steps")).containsExactly(3);
  }

  @Test
  void aStepThatOverflowsHalvesTheScaleAndChangesNothingElse() {
    float large = 0x1p127f;
    Map<String, float[]> start = Map.of(SCALE, new float[] {large});
    Outcome before = run(true, start, 0);
    Outcome after = run(true, start, 1);
    assertThat(after.losses()).allSatisfy(loss -> assertThat(loss).isFinite());
    assertThat(after.variables().get(SCALE)).containsExactly(large / 2);
    assertThat(after.variables().get("loss_scale.finite_steps")).containsExactly(0);
    for (String name : List.of(KERNEL, KERNEL + ".momentum", "layer5.conv2d_list.0.bias")) {
      assertThat(after.variables().get(name)).containsExactly(before.variables().get(name));
    }
  }

  @Test
  void stepsGoOnOnceTheScaleFits() {
    Outcome after = run(true, Map.of(SCALE, new float[] {0x1p127f}), 40);
    assertThat(after.variables().get(SCALE)[0]).isBetween(1f, 0x1p126f);
    assertThat(after.losses().get(39)).isLessThan(after.losses().get(0));
  }

  @Test
  void theScaleGrowsAfterManyFiniteSteps() {
    float almost = LossScale.GROWTH_INTERVAL - 1;
    Outcome after = run(true, Map.of("loss_scale.finite_steps", new float[] {almost}), 1);
    assertThat(after.variables().get(SCALE)).containsExactly(2 * LossScale.INITIAL);
    assertThat(after.variables().get("loss_scale.finite_steps")).containsExactly(0);
  }

  private static Outcome run(boolean scaling, Map<String, float[]> start, int steps) {
    TrainingSettings settings =
        TrainingSettings.of(
            TinyNetwork.BATCH_STATISTICS,
            Player.network(
                new Objective(List.of(new CrossEntropy(1), new Entropy(1))),
                new Sgd(0.9, 5e-4, 10, Double.POSITIVE_INFINITY)),
            scaling);
    try (Graph graph = new Graph();
        Session session = PlainSession.open(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step training = new Step(graph, variables, TinyNetwork.MODEL, settings, 11);
      TestTensors.initialise(session, variables, 21);
      training.reset(session);
      variables.assign(session, start);
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        losses.add(training.run(session, batch(), step, 1e-3).total());
      }
      return new Outcome(losses, Variables.read(session, variables.all()));
    }
  }

  private static Batch batch() {
    int pixels = CROP * CROP;
    return new Batch(
        TestTensors.bytes(1, 3 * pixels),
        TestTensors.labels(2, pixels, TinyNetwork.CLASSES),
        List.of("only"),
        CROP);
  }
}
