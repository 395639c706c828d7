package org.sourcefree.network.deeplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;

class AtrousHeadTest {
  private static final int CHANNELS = 6;
  private static final int CLASSES = 4;
  private static final double TOLERANCE = 0.005;

  /** Feature maps taller, wider and smaller than the rates. */
  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(Shape.of(2, 5, 9, CHANNELS), List.of(1, 2, 3, 4)),
        Arguments.of(Shape.of(3, 8, 5, CHANNELS), List.of(6, 12, 18, 24)),
        Arguments.of(Shape.of(2, 13, 7, CHANNELS), List.of(6, 12)),
        Arguments.of(Shape.of(2, 1, 1, CHANNELS), List.of(6, 12, 18, 24)),
        Arguments.of(Shape.of(1, 4, 3, CHANNELS), List.of(2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsEqualTheSumOfDilatedConvolutions(Shape shape, List<Integer> rates) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> features = constant(tf, shape, normal(1, shape, 1));
      Operand<TFloat32> logits =
          AtrousHead.build(tf, variables, "layer5", features, rates, CLASSES);
      TestTensors.initialise(session, variables, 2);
      float[] expected = fetch(session, direct(tf, variables, features, rates));
      assertThat(fetch(session, logits))
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsMatchDifferences(Shape shape, List<Integer> rates) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      float[] start = normal(1, shape, 1);
      Operand<TFloat32> features = constant(tf, shape, start);
      Operand<TFloat32> logits =
          AtrousHead.build(tf, variables, "layer5", features, rates, CLASSES);
      TestTensors.initialise(session, variables, 2);
      assertThat(new FiniteDifferences(graph, session, features, logits).error(start, 0.1))
          .as("by features")
          .isLessThan(TOLERANCE);
      assertThat(variables.all()).hasSize(2 * rates.size());
      for (Variable variable : variables.all()) {
        float[] values = variables.read(session, variable.name());
        assertThat(
                new FiniteDifferences(graph, session, variable.value(), logits).error(values, 0.1))
            .as("by " + variable.name())
            .isLessThan(TOLERANCE);
      }
    }
  }

  private static Operand<TFloat32> direct(
      Ops tf, Variables variables, Operand<TFloat32> features, List<Integer> rates) {
    Operand<TFloat32> sum = tf.constant(0f);
    for (int branch = 0; branch < rates.size(); branch++) {
      String name = "layer5.conv2d_list." + branch;
      Shape kernel = Shape.of(3, 3, CHANNELS, CLASSES);
      long rate = rates.get(branch);
      Operand<TFloat32> convolution =
          tf.nn.conv2d(
              features,
              variables.get(name + ".weight", kernel).value(),
              List.of(1L, 1L, 1L, 1L),
              "SAME",
              Conv2d.dilations(List.of(1L, rate, rate, 1L)));
      Operand<TFloat32> bias = variables.get(name + ".bias", Shape.of(CLASSES)).value();
      sum = tf.math.add(sum, tf.nn.biasAdd(convolution, bias));
    }
    return sum;
  }
}
