package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.testing.GoldenMeta;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

class AdamTest {
  private static final Adam ADAM = new Adam(0.9, 0.99, 1e-8);

  /** Every gradient of three weights, step by step; the last is near ε. */
  private static final float[][] GRADIENTS = {
    {1, -2, 3e-8f}, {0.5f, 0.25f, -1e-8f}, {-4, 1, 2e-8f}, {0, 1e-3f, 0}, {2, 2, 5e-8f}
  };

  private static final double RATE = 0.01;

  @Test
  void movesAsPyTorchsFormulaInDoublePrecision() {
    double[] w = {10, -20, 1e-3};
    double[] m = new double[3];
    double[] v = new double[3];
    try (Adamant adamant = new Adamant(ADAM, false)) {
      adamant.assign((float) w[0], (float) w[1], (float) w[2]);
      for (int t = 1; t <= GRADIENTS.length; t++) {
        adamant.step(true, GRADIENTS[t - 1]);
        for (int i = 0; i < w.length; i++) {
          double g = GRADIENTS[t - 1][i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.99 * v[i] + 0.01 * g * g;
          double denominator = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.99, t)) + 1e-8;
          w[i] -= RATE / (1 - Math.pow(0.9, t)) * m[i] / denominator;
        }
        float[] moved = adamant.read("w");
        for (int i = 0; i < w.length; i++) {
          assertThat((double) moved[i])
              .as("weight %d after step %d", i, t)
              .isCloseTo(w[i], within(1e-6 * Math.max(0.1, Math.abs(w[i]))));
        }
      }
      assertThat(adamant.read("adam_steps")).containsExactly(5);
    }
  }

  @Test
  void aFirstStepIsTheLearningRateAgainstTheGradientsSign() {
    try (Adamant adamant = new Adamant(ADAM, false)) {
      adamant.assign(0, 0, 0);
      adamant.step(true, 3e-3f, -700, 0);
      assertThat(adamant.read("w"))
          .usingComparatorWithPrecision(1e-7f)
          .containsExactly(-0.01f, 0.01f, 0);
    }
  }

  @Test
  void aStepThatIsNotTakenChangesNothing() {
    try (Adamant adamant = new Adamant(ADAM, true)) {
      adamant.assign(1, 2, 3);
      adamant.step(true, 1, 2, 3);
      float[] before = adamant.all();
      adamant.step(false, Float.NaN, Float.POSITIVE_INFINITY, 1);
      assertThat(adamant.all()).containsExactly(before);
      adamant.step(true, 1, 2, 3);
      assertThat(adamant.all()).doesNotContain(before);
    }
  }

  @Test
  void whatItRemembersIsResetAsMomentaAre() {
    try (Adamant adamant = new Adamant(ADAM, false)) {
      adamant.assign(1, 2, 3);
      adamant.step(true, 1, 2, 3);
      assertThat(adamant.variables.of(Role.MOMENTUM))
          .extracting(Variable::name)
          .containsExactlyInAnyOrder("adam_steps", "w.first_moment", "w.second_moment");
      Sgd.reset(adamant.session, adamant.variables);
      for (Variable memory : adamant.variables.of(Role.MOMENTUM)) {
        assertThat(adamant.read(memory.name())).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRoundForgetsWhatItRemembersIfItIsToBeginAnew(boolean forgets) {
    try (Adamant adamant = new Adamant(new Adam(0.9, 0.99, 1e-8, Optional.of(forgets)), false)) {
      adamant.assign(1, 2, 3);
      adamant.step(true, 1, 2, 3);
      Adam adam = new Adam(0.9, 0.99, 1e-8, Optional.of(forgets));
      adam.beginRound(adamant.session, adamant.variables, weight -> false);
      assertThat(adamant.read("adam_steps")).containsExactly(1);
      adam.beginRound(adamant.session, adamant.variables, weight -> true);
      for (Variable memory : adamant.variables.of(Role.MOMENTUM)) {
        for (float value : adamant.read(memory.name())) {
          assertThat(value == 0).as(memory.name()).isEqualTo(forgets);
        }
      }
    }
  }

  @Test
  void theScheduleOfAdaptSegMatches() {
    JsonNode expected = GoldenMeta.read("adaptseg").get("cases").get("schedule");
    assertSchedule(expected.get("learning_rate"), 2.5e-4);
    assertSchedule(expected.get("learning_rate_d"), 1e-4);
  }

  private static void assertSchedule(JsonNode rates, double base) {
    PolynomialDecay schedule = new PolynomialDecay(base, 0.9, 250_000, 0);
    assertThat(rates.size()).isEqualTo(4);
    rates
        .properties()
        .forEach(
            rate ->
                assertThat(schedule.rateAt(Long.parseLong(rate.getKey())))
                    .isCloseTo(rate.getValue().asDouble(), within(1e-12)));
  }

  @Test
  void refusesBadValues() {
    assertRefused("beta1", () -> new Adam(1, 0.99, 1e-8));
    assertRefused("beta1", () -> new Adam(-0.1, 0.99, 1e-8));
    assertRefused("beta2", () -> new Adam(0.9, Double.NaN, 1e-8));
    assertRefused("epsilon", () -> new Adam(0.9, 0.99, 0));
    assertRefused("epsilon", () -> new Adam(0.9, 0.99, Double.POSITIVE_INFINITY));
  }

  private static void assertRefused(String name, Runnable made) {
    assertThatThrownBy(made::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " must be ");
  }

  /** Three weights that Adam moves. */
  private static final class Adamant implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session = new Session(graph);
    private final Variables variables;
    private final Placeholder<TFloat32> gradient;
    private final Placeholder<TBool> finite;
    private final Op update;

    Adamant(Adam adam, boolean asked) {
      Ops tf = Ops.create(graph);
      variables = new Variables(tf);
      Variable weight = variables.get("w", Shape.of(3));
      gradient = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(3)));
      finite = tf.placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
      Gradients gradients =
          new Gradients(
              List.of(new Parameter(weight, false)),
              List.of(gradient),
              asked ? Optional.of(finite) : Optional.empty());
      update = adam.apply(tf, variables, gradients, tf.constant((float) RATE), List.of());
    }

    void assign(float... values) {
      variables.assign(session, Map.of("w", values));
      Sgd.reset(session, variables);
    }

    void step(boolean taken, float... values) {
      try (TFloat32 fed = Tensors.floats(Shape.of(3), values);
          TBool isFinite = TBool.scalarOf(taken)) {
        session.runner().feed(gradient, fed).feed(finite, isFinite).addTarget(update).run().close();
      }
    }

    float[] read(String name) {
      return variables.read(session, name);
    }

    float[] all() {
      float[] all = new float[10];
      int next = 0;
      for (Variable variable : variables.all()) {
        for (float value : read(variable.name())) {
          all[next++] = value;
        }
      }
      return all;
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }
}
