package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** What a step of LD moves on the tiny network, through the session as training runs it. */
class StepTest {
  @ParameterizedTest
  @EnumSource(ScaleAndShift.class)
  void aStepMovesExactlyTheTrainedVariablesAndItsMomentum(ScaleAndShift scaleAndShift) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step training = training(graph, variables, Statistics.FROZEN, scaleAndShift);
      StepGradientTest.initialise(session, variables);
      Map<String, float[]> before = StepGradientTest.values(session, variables);
      training.run(session, StepGradientTest.batch(), 0, 0.1);
      StepGradientTest.values(session, variables)
          .forEach(
              (name, after) -> {
                boolean moves =
                    name.endsWith(".momentum")
                        || TinyNetwork.SETTINGS.isTrained(name, scaleAndShift);
                assertThat(!Arrays.equals(after, before.get(name))).as(name).isEqualTo(moves);
              });
    }
  }

  @Test
  void batchStatisticsMoveEveryRunningAverageAndTheLossesSumToTheTotal() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step training = training(graph, variables, Statistics.BATCH, ScaleAndShift.FROZEN);
      StepGradientTest.initialise(session, variables);
      Map<String, float[]> before = StepGradientTest.values(session, variables);
      assertSumsToTheTotal(training.run(session, StepGradientTest.batch(), 4, 0.5));
      StepGradientTest.values(session, variables)
          .forEach(
              (name, after) -> {
                if (name.contains("running")) {
                  assertThat(after).as(name).isNotEqualTo(before.get(name));
                }
              });
    }
  }

  private static void assertSumsToTheTotal(StepLosses losses) {
    assertThat(losses.step()).isEqualTo(4);
    assertThat(losses.learningRate()).isEqualTo(0.5);
    assertThat(losses.terms().keySet())
        .containsExactly("cross_entropy", "entropy", "negative_learning");
    double sum = losses.terms().values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(losses.total()).isCloseTo(sum, within(1e-5));
  }

  private static Step training(
      Graph graph, Variables variables, Statistics statistics, ScaleAndShift scaleAndShift) {
    return new Step(
        graph,
        variables,
        TinyNetwork.MODEL,
        StepGradientTest.settings(statistics, scaleAndShift, StepGradientTest.LD),
        11);
  }
}
