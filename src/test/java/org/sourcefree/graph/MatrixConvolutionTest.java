package org.sourcefree.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.testing.Convolutions;
import org.sourcefree.testing.FiniteDifferences;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class MatrixConvolutionTest {
  private static final int IN = 3;
  private static final int OUT = 4;
  private static final Shape X = Shape.of(2, 5, 9, IN);
  private static final Shape W = Shape.of(3, 3, IN, OUT);
  private static final double TOLERANCE = 0.005;

  @ParameterizedTest
  @CsvSource({"1,5,9", "2,5,9", "4,5,9", "2,6,7", "4,7,4", "4,3,2", "4,1,1"})
  void valuesAndGradientsEqualExplicitSums(int dilation, int height, int width) {
    Convolutions.assertEqualSums(
        dilation,
        height,
        width,
        1e-4,
        (tf, x, kernel) -> MatrixConvolution.build(tf, x, kernel, dilation));
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,3,1", "3,3,2", "3,5,3"})
  void valuesAndGradientsEqualTensorFlowsConvolution(int kh, int kw, int dilation) {
    Shape kernelShape = Shape.of(kh, kw, IN, OUT);
    Shape yShape = Shape.of(2, 5, 9, OUT);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = constant(tf, X, normal(1, X, 1));
      Operand<TFloat32> w = constant(tf, kernelShape, normal(2, kernelShape, 0.5));
      float[] upstream = normal(4, yShape, 1);
      Operand<TFloat32> ours = MatrixConvolution.build(tf, x, w, dilation);
      Operand<TFloat32> theirs = DilatedConvolution.build(tf, x, w, dilation);
      List<float[]> gradients = Convolutions.gradients(graph, session, ours, upstream, x, w);
      List<float[]> expected = Convolutions.gradients(graph, session, theirs, upstream, x, w);
      assertEqual(fetch(session, ours), fetch(session, theirs));
      assertEqual(gradients.get(0), expected.get(0));
      assertEqual(gradients.get(1), expected.get(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,1", "3,2", "3,4"})
  void gradientsMatchDifferences(int size, int dilation) {
    Shape kernelShape = Shape.of(size, size, IN, OUT);
    float[] x = normal(1, X, 1);
    float[] kernel = normal(2, kernelShape, 0.5);
    FiniteDifferences.assertGradient(
        X,
        x,
        0.1,
        TOLERANCE,
        (tf, input) ->
            MatrixConvolution.build(tf, input, constant(tf, kernelShape, kernel), dilation));
    FiniteDifferences.assertGradient(
        kernelShape,
        kernel,
        0.1,
        TOLERANCE,
        (tf, w) -> MatrixConvolution.build(tf, constant(tf, X, x), w, dilation));
  }

  @Test
  void sizesMayBeUnknownWhenTheGraphIsBuilt() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, IN)));
      Operand<TFloat32> w = constant(tf, W, normal(2, W, 0.5));
      Operand<TFloat32> y = MatrixConvolution.build(tf, x, w, 2);
      assertThat(y.shape().asArray()).containsExactly(-1, -1, -1, OUT);
      try (TFloat32 fed = Tensors.floats(X, normal(1, X, 1));
          var result = session.runner().feed(x, fed).fetch(y).run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(2, 5, 9, OUT));
      }
    }
  }

  private static void assertEqual(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }
}
