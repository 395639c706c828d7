package org.sourcefree.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What tests of convolutions share. */
public final class Convolutions {
  private static final int IN = 3;
  private static final int OUT = 4;

  private Convolutions() {}

  /** Builds a 3×3 convolution with 4 output channels. */
  public interface Build {
    /** Builds it from x, [2, h, w, 3], and a kernel, [3, 3, 3, 4]. */
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel);
  }

  /** Checks values and both gradients against explicit sums. */
  public static void assertEqualSums(
      int dilation, int height, int width, double tolerance, Build build) {
    DirectConvolution direct = new DirectConvolution(2, height, width, IN, OUT, dilation);
    Shape xShape = Shape.of(2, height, width, IN);
    Shape kernelShape = Shape.of(3, 3, IN, OUT);
    float[] x = normal(3, xShape, 1);
    float[] kernel = normal(2, kernelShape, 0.5);
    float[] upstream = normal(4, Shape.of(2, height, width, OUT), 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input = constant(tf, xShape, x);
      Operand<TFloat32> weight = constant(tf, kernelShape, kernel);
      Operand<TFloat32> y = build.of(tf, input, weight);
      List<float[]> gradients = gradients(graph, session, y, upstream, input, weight);
      assertEqual(fetch(session, y), direct.values(x, kernel), tolerance);
      assertEqual(gradients.get(0), direct.byInput(kernel, upstream), tolerance);
      assertEqual(gradients.get(1), direct.byKernel(x, upstream), tolerance);
    }
  }

  /** The gradients of Σ y·upstream by x and w. */
  public static List<float[]> gradients(
      Graph graph,
      Session session,
      Operand<TFloat32> y,
      float[] upstream,
      Operand<TFloat32> x,
      Operand<TFloat32> w) {
    Ops tf = Ops.create(graph);
    Operand<TFloat32> weighted = tf.math.mul(y, constant(tf, y.shape(), upstream));
    Operand<TFloat32> loss = tf.reduceSum(weighted, tf.constant(new int[] {0, 1, 2, 3}));
    Output<?>[] gradients =
        graph.addGradients(loss.asOutput(), new Output<?>[] {x.asOutput(), w.asOutput()});
    return List.of(
        fetch(session, gradients[0].expect(TFloat32.class)),
        fetch(session, gradients[1].expect(TFloat32.class)));
  }

  private static void assertEqual(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).as("element %d", i).isLessThan(tolerance);
    }
  }
}
