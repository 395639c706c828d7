package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sourcefree.testing.TestTensors.fetch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class SgdTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  @Test
  void twoStepsByHandWithMomentumDecayAndHeadMultiplier() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variable body = variables.get("body", Shape.of(2));
      Variable head = variables.get("head", Shape.of(1));
      List<Operand<TFloat32>> gradients =
          List.of(tf.constant(new float[] {1, -2}), tf.constant(new float[] {4}));
      Op update =
          new Sgd(0.5, 0.1, 10, NONE)
              .apply(
                  tf,
                  variables,
                  new Gradients(parameters(body, head), gradients),
                  tf.constant(0.1f),
                  List.of());
      variables.assign(session, Map.of("body", new float[] {10, 20}, "head", new float[] {30}));
      Sgd.reset(session, variables);
      run(session, update);
      // v = g + 0.1·w = [2, 0], [7]; w = w − 0.1·v, head − 1·v
      assertClose(variables.read(session, "body"), 9.8f, 20);
      assertClose(variables.read(session, "head"), 23);
      run(session, update);
      // v = 0.5·v + g + 0.1·w = [1 + 1 + 0.98, 0 − 2 + 2], [3.5 + 4 + 2.3]
      assertClose(variables.read(session, "body"), 9.8f - 0.298f, 20);
      assertClose(variables.read(session, "head"), 23 - 9.8f);
      assertClose(variables.read(session, "body.momentum"), 2.98f, 0);
      Sgd.reset(session, variables);
      assertThat(variables.read(session, "body.momentum")).containsOnly(0);
      assertThat(variables.read(session, "head")).doesNotContain(0);
    }
  }

  @Test
  void gradientsLongerThanTheLimitAreScaledTogetherBeforeDecayIsAdded() {
    // Norm of (3, 0, 4) is 5, so that limit 1 divides by 5.
    assertClose(firstStep(1, 0, 3, 0, 4), -0.6f, 0, -0.8f);
    assertClose(firstStep(1, 0.5, 3, 0, 4), -0.6f - 0.5f, -0.5f, -0.8f - 0.5f);
  }

  @Test
  void shorterGradientsAreLeftAsTheyAre() {
    assertClose(firstStep(5.001, 0, 3, 0, 4), -3, 0, -4);
    assertClose(firstStep(1, 0, 0, 0, 0), 0, 0, 0);
    assertClose(firstStep(NONE, 0, 3000, 0, 4000), -3000, 0, -4000);
  }

  /** Each weight's gradient is the other weight: an early update would show in the other. */
  @Test
  void everyUpdateUsesTheOldWeights() {
    int size = 1 << 20;
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variable first = variables.get("first", Shape.of(size));
      Variable second = variables.get("second", Shape.of(size));
      Operand<TFloat32> loss =
          tf.reduceSum(tf.math.mul(first.value(), second.value()), tf.constant(0));
      List<Parameter> parameters = parameters(first, second);
      Op update =
          new Sgd(0, 0, 1, NONE)
              .apply(
                  tf,
                  variables,
                  Gradients.of(graph, loss, parameters),
                  tf.constant(0.5f),
                  List.of());
      variables.assign(session, Map.of("first", filled(size, 1), "second", filled(size, 3)));
      Sgd.reset(session, variables);
      float a = 1;
      float b = 3;
      for (int step = 0; step < 20; step++) {
        run(session, update);
        float old = a;
        a -= 0.5f * b;
        b -= 0.5f * old;
        assertThat(variables.read(session, "first")).isEqualTo(filled(size, a));
        assertThat(variables.read(session, "second")).isEqualTo(filled(size, b));
      }
    }
  }

  @Test
  void gradientsComeInTheParametersOrder() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variable a = variables.get("a", Shape.of(2));
      Variable b = variables.get("b", Shape.of(2));
      Operand<TFloat32> loss =
          tf.reduceSum(
              tf.math.add(a.value(), tf.math.mul(tf.constant(2f), b.value())), tf.constant(0));
      List<Operand<TFloat32>> gradients = Gradients.of(graph, loss, parameters(b, a)).values();
      variables.assign(session, Map.of("a", new float[2], "b", new float[2]));
      assertThat(fetch(session, gradients.get(0))).containsOnly(2);
      assertThat(fetch(session, gradients.get(1))).containsOnly(1);
    }
  }

  @Test
  void refusesBadValues() {
    for (double momentum : new double[] {-0.1, 1, Double.NaN}) {
      assertRefused("momentum", () -> new Sgd(momentum, 0, 1, 1));
    }
    for (double decay : new double[] {-0.1, NONE, Double.NaN}) {
      assertRefused("weight_decay", () -> new Sgd(0, decay, 1, 1));
    }
    for (double multiplier : new double[] {0, -1, NONE, Double.NaN}) {
      assertRefused("head_multiplier", () -> new Sgd(0, 0, multiplier, 1));
    }
    for (double limit : new double[] {0, -1, Double.NaN}) {
      assertRefused("gradient_norm_limit", () -> new Sgd(0, 0, 1, limit));
    }
  }

  /** The weights after one step of rate 1 and no momentum from (1, 1), (1), relative to it. */
  private static float[] firstStep(double limit, double decay, float... gradient) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variable body = variables.get("body", Shape.of(2));
      Variable head = variables.get("head", Shape.of(1));
      Op update =
          new Sgd(0, decay, 1, limit)
              .apply(
                  tf,
                  variables,
                  new Gradients(
                      parameters(body, head),
                      List.of(
                          tf.constant(Arrays.copyOf(gradient, 2)),
                          tf.constant(new float[] {gradient[2]}))),
                  tf.constant(1f),
                  List.of());
      variables.assign(session, Map.of("body", new float[] {1, 1}, "head", new float[] {1}));
      Sgd.reset(session, variables);
      run(session, update);
      float[] w = variables.read(session, "body");
      return new float[] {w[0] - 1, w[1] - 1, variables.read(session, "head")[0] - 1};
    }
  }

  private static List<Parameter> parameters(Variable body, Variable head) {
    return List.of(new Parameter(body, false), new Parameter(head, true));
  }

  private static void run(Session session, Op update) {
    session.runner().addTarget(update).run().close();
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  private static void assertClose(float[] actual, float... expected) {
    assertThat(actual).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
  }

  private static void assertRefused(String key, Runnable creation) {
    assertThatThrownBy(creation::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + " must ")
        .hasMessageContaining(", got ");
  }
}
