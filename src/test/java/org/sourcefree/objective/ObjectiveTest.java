package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.labels;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.Losses;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

class ObjectiveTest {
  @Test
  void totalIsTheWeightedSumOfTheUnweightedTerms() {
    Shape shape = Shape.of(2, 3, 5, 7);
    Objective objective =
        new Objective(List.of(new CrossEntropy(0.5), new Entropy(3), new NegativeLearning(2, 1)));
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var labels = tf.constant(Tensors.bytes(Shape.of(2, 3, 5), labels(3, 30, 7)));
      Objective.Loss loss =
          Losses.of(
              tf,
              objective,
              Predictions.of(
                  tf,
                  constant(tf, shape, normal(1, shape, 2)),
                  labels,
                  7,
                  new Draws(1, tf.constant(5L))));
      assertThat(loss.terms().keySet())
          .containsExactly("cross_entropy", "entropy", "negative_learning");
      double sum = 0;
      double[] weights = {0.5, 3, 2};
      int index = 0;
      for (var term : loss.terms().values()) {
        sum += weights[index++] * fetch(session, term)[0];
      }
      assertThat((double) fetch(session, loss.total())[0]).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void usesLabelsWhenATermDoes() {
    assertThat(new Objective(List.of(new Entropy(1), new CrossEntropy(0))).usesLabels()).isTrue();
    assertThat(new Objective(List.of(new Entropy(1), new NegativeLearning(1, 3))).usesLabels())
        .isFalse();
  }

  @Test
  void refusesNoTermAndOneTwice() {
    assertThatThrownBy(() -> new Objective(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("objective must have at least one term");
    assertThatThrownBy(() -> new Objective(List.of(new Entropy(1), new Entropy(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[entropy, entropy]");
  }
}
