package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Losses;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class WeightScheduleTest {
  private static final Shape SHAPE = Shape.of(1, 2, 3, 4);
  private static final float[] LOGITS = normal(3, SHAPE, 1);

  @Test
  void theWeightFallsInALineToZero() {
    double[] factors = {1, 0.75, 0.5, 0.25, 0, 0, 0};
    for (int step = 0; step < factors.length; step++) {
      Loss loss = lossAt(step, entropy(3, Optional.of(new LinearToZero(4)), Optional.empty()));
      assertThat(loss.total).isCloseTo(3 * factors[step] * loss.term, within(1e-6));
    }
  }

  @Test
  void theFactorsAreThoseOfTheAuthorsLoop() {
    JsonNode loop = GoldenMeta.read("clan").get("cases").get("steps");
    LinearToZero damping = new LinearToZero(loop.get("settings").get("poly_steps").asLong());
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      for (int step = 0; step < 5; step++) {
        float factor =
            fetch(
                session,
                tf.dtypes.cast(damping.factor(tf, tf.constant((long) step)), TFloat32.class))[0];
        assertThat((double) factor)
            .isCloseTo(loop.get("losses").get(step).get("damping").asDouble(), within(1e-7));
      }
    }
  }

  @Test
  void aTermCountsFromItsStepOn() {
    for (int step = 0; step < 5; step++) {
      Loss loss = lossAt(step, entropy(2, Optional.empty(), Optional.of(3L)));
      assertThat(loss.total).isCloseTo(step < 3 ? 0 : 2 * loss.term, within(1e-6));
      assertThat(loss.term).isPositive();
    }
  }

  @Test
  void aLateTermsWeightIsWhereItsScheduleIsByThen() {
    Optional<WeightSchedule> falling = Optional.of(new LinearToZero(8));
    assertThat(lossAt(5, entropy(2, falling, Optional.of(6L))).total).isZero();
    Loss loss = lossAt(6, entropy(2, falling, Optional.of(6L)));
    assertThat(loss.total).isCloseTo(0.5 * loss.term, within(1e-6));
  }

  @Test
  void withoutAScheduleTheGraphIsThatOfAConstant() {
    List<String> own = operations(new Entropy(0.5));
    List<String> scheduled =
        operations(entropy(0.5, Optional.of(new LinearToZero(4)), Optional.empty()));
    assertThat(own).endsWith("Const", "Mul", "Add").doesNotContain("Maximum", "GreaterEqual");
    assertThat(scheduled).contains("Maximum");
  }

  @Test
  void theGradientIsThatOfTheWeightedTerm() {
    for (long step : new long[] {0, 1, 3}) {
      Term term =
          new CrossEntropy(
              2,
              Optional.empty(),
              Optional.empty(),
              Optional.of(2.0),
              Optional.of(new LinearToZero(5)),
              Optional.of(1L));
      FiniteDifferences.assertGradient(
          SHAPE,
          LOGITS,
          0.01,
          0.01,
          (tf, logits) ->
              Losses.of(
                      tf,
                      new Objective(List.of(term, new Entropy(1))),
                      predictions(tf, logits, tf.constant(step)))
                  .total());
    }
  }

  @Test
  void refusesLengthsAndStepsBelowTheFirst() {
    assertThatThrownBy(() -> new LinearToZero(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be positive, got 0");
    assertThatThrownBy(() -> entropy(1, Optional.empty(), Optional.of(-1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from_step must be at least 0, got -1");
  }

  private static Entropy entropy(
      double weight, Optional<WeightSchedule> schedule, Optional<Long> fromStep) {
    return new Entropy(weight, schedule, fromStep);
  }

  private record Loss(double total, double term) {}

  /** The objective's total and its term at a step, which is fed. */
  private static Loss lossAt(long step, Term term) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TInt64 number = TInt64.scalarOf(step)) {
      Ops tf = Ops.create(graph);
      Placeholder<TInt64> fed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
      Objective.Loss loss =
          Losses.of(
              tf, new Objective(List.of(term)), predictions(tf, constant(tf, SHAPE, LOGITS), fed));
      try (var result =
          session
              .runner()
              .feed(fed, number)
              .fetch(loss.total())
              .fetch(loss.terms().values().iterator().next())
              .run()) {
        return new Loss(
            ((TFloat32) result.get(0)).getFloat(), ((TFloat32) result.get(1)).getFloat());
      }
    }
  }

  private static List<String> operations(Term term) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Losses.of(
          tf,
          new Objective(List.of(term)),
          predictions(tf, constant(tf, SHAPE, LOGITS), tf.constant(0L)));
      List<String> types = new ArrayList<>();
      graph.operations().forEachRemaining(each -> types.add(each.type()));
      return types;
    }
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits, Operand<TInt64> step) {
    var labels =
        tf.constant(Tensors.bytes(Shape.of(1, 2, 3), new byte[] {0, 1, 2, 3, (byte) 255, 0}));
    return Predictions.of(tf, logits, labels, 4, new Draws(0, step));
  }
}
