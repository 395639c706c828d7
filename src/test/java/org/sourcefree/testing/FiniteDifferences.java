package org.sourcefree.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Function;
import org.sourcefree.graph.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Compares a scalar's gradient in a graph with central differences of its value. */
public final class FiniteDifferences {
  private FiniteDifferences() {}

  /**
   * Asserts that the gradient of {@code loss} by its input matches central differences along random
   * directions.
   *
   * @param start where the gradient is taken, row-major
   * @param step length of the move along a direction of unit norm
   * @param tolerance largest difference, relative to the larger of the two and of a hundredth of
   *     the gradient's norm
   */
  public static void assertGradient(
      Shape shape,
      float[] start,
      double step,
      double tolerance,
      Function<Ops, Function<Operand<TFloat32>, Operand<TFloat32>>> loss) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      Operand<TFloat32> value = loss.apply(tf).apply(input);
      assertGradient(graph, session, input, value, shape, start, step, tolerance);
    }
  }

  /** The same for a value already in a graph, as a function of a tensor that can be fed. */
  public static void assertGradient(
      Graph graph,
      Session session,
      Operand<TFloat32> input,
      Operand<TFloat32> value,
      Shape shape,
      float[] start,
      double step,
      double tolerance) {
    Output<?> gradient =
        graph.addGradients(value.asOutput(), new Output<?>[] {input.asOutput()})[0];
    float[] analytic = evaluate(session, input, gradient.expect(TFloat32.class), shape, start);
    double norm = 0;
    for (float g : analytic) {
      norm += (double) g * g;
    }
    norm = Math.sqrt(norm);
    assertThat(norm).as("norm of the gradient").isGreaterThan(0);
    Random random = new Random(5);
    for (int trial = 0; trial < 8; trial++) {
      double[] direction = direction(random, start.length);
      double expected = 0;
      float[] ahead = new float[start.length];
      float[] behind = new float[start.length];
      for (int i = 0; i < start.length; i++) {
        ahead[i] = (float) (start[i] + step * direction[i]);
        behind[i] = (float) (start[i] - step * direction[i]);
        expected += analytic[i] * (ahead[i] - (double) behind[i]);
      }
      double difference =
          evaluate(session, input, value, shape, ahead)[0]
              - (double) evaluate(session, input, value, shape, behind)[0];
      double scale = Math.max(Math.abs(expected), 2 * step * norm / 100);
      assertThat(Math.abs(difference - expected) / scale)
          .as("relative difference along direction %d (%g, %g)", trial, difference, expected)
          .isLessThan(tolerance);
    }
  }

  private static double[] direction(Random random, int length) {
    double[] direction = new double[length];
    double norm = 0;
    for (int i = 0; i < length; i++) {
      direction[i] = random.nextGaussian();
      norm += direction[i] * direction[i];
    }
    for (int i = 0; i < length; i++) {
      direction[i] /= Math.sqrt(norm);
    }
    return direction;
  }

  private static float[] evaluate(
      Session session,
      Operand<TFloat32> input,
      Operand<TFloat32> value,
      Shape shape,
      float[] values) {
    try (TFloat32 tensor = Tensors.floats(shape, values);
        Result result = session.runner().feed(input, tensor).fetch(value).run()) {
      return Tensors.array((TFloat32) result.get(0));
    }
  }
}
