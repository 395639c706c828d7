package org.sourcefree.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
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

/**
 * Compares a graph's gradient with central differences of its value. A value that is not a scalar
 * is first projected on fixed random weights, in double precision for the differences, so that
 * float32's rounding does not drown them.
 *
 * @param input any float tensor of known shape, placeholder or variable's value: it is fed
 * @param value a tensor that depends on it
 */
public record FiniteDifferences(
    Graph graph, Session session, Operand<TFloat32> input, Operand<TFloat32> value) {
  private static final int DIRECTIONS = 9;

  /**
   * Asserts that the gradient of a function of one tensor matches.
   *
   * @param start where the gradient is taken, row-major
   * @param step standard deviation of every element's move
   * @param tolerance largest {@link #error}
   */
  public static void assertGradient(
      Shape shape,
      float[] start,
      double step,
      double tolerance,
      BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> function) {
    assertThat(error(shape, start, step, function))
        .as("relative error of the gradient")
        .isLessThan(tolerance);
  }

  /** The {@link #error} of the gradient of a function of one tensor. */
  public static double error(
      Shape shape,
      float[] start,
      double step,
      BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> function) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      Operand<TFloat32> value = function.apply(tf, input);
      return new FiniteDifferences(graph, session, input, value).error(start, step);
    }
  }

  /**
   * The median difference between the gradient's and the measured derivative along random
   * directions, relative to the measured derivatives' root mean square. The median passes over a
   * direction that happens to cross the kink of a ReLU; a wrong gradient is wrong along most.
   *
   * @param start where the gradient is taken, row-major
   * @param steps standard deviations of every element's move; the smallest of their errors counts,
   *     since long steps cross the kinks of ReLUs and short ones drown in rounding, while a wrong
   *     gradient is wrong at every one
   */
  public double error(float[] start, double... steps) {
    float[] projection = projection(evaluate(value, start).length);
    float[] gradient = evaluate(gradient(projection), start);
    return Arrays.stream(steps)
        .map(step -> error(start, step, projection, gradient))
        .min()
        .orElseThrow();
  }

  private double error(float[] start, double step, float[] projection, float[] gradient) {
    return error(
        start,
        step,
        i -> gradient[i],
        (ahead, behind) -> difference(projection, evaluate(value, ahead), evaluate(value, behind)));
  }

  /**
   * The median of |measured − expected| along random directions, relative to the root mean square
   * of what was measured.
   *
   * @param step standard deviation of every element's move
   * @param gradient its elements
   * @param difference of the values ahead and behind
   */
  public static double error(
      float[] start,
      double step,
      IntToDoubleFunction gradient,
      ToDoubleBiFunction<float[], float[]> difference) {
    Random random = new Random(5);
    double[] measured = new double[DIRECTIONS];
    double[] expected = new double[DIRECTIONS];
    for (int trial = 0; trial < DIRECTIONS; trial++) {
      float[] ahead = new float[start.length];
      float[] behind = new float[start.length];
      for (int i = 0; i < start.length; i++) {
        double move = step * random.nextGaussian();
        ahead[i] = (float) (start[i] + move);
        behind[i] = (float) (start[i] - move);
        expected[trial] += gradient.applyAsDouble(i) * (ahead[i] - (double) behind[i]);
      }
      measured[trial] = difference.applyAsDouble(ahead, behind);
    }
    return medianError(measured, expected);
  }

  private static double medianError(double[] measured, double[] expected) {
    double[] errors = new double[measured.length];
    double squares = 0;
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(measured[i] - expected[i]);
      squares += measured[i] * measured[i];
    }
    Arrays.sort(errors);
    return errors[errors.length / 2] / Math.sqrt(squares / errors.length);
  }

  private Operand<TFloat32> gradient(float[] projection) {
    Ops tf = Ops.create(graph);
    Operand<TFloat32> flat = tf.reshape(value, tf.constant(new int[] {-1}));
    Operand<TFloat32> projected =
        tf.reduceSum(tf.math.mul(flat, tf.constant(projection)), tf.constant(0));
    Output<?>[] gradients =
        graph.addGradients(projected.asOutput(), new Output<?>[] {input.asOutput()});
    return gradients[0].expect(TFloat32.class);
  }

  private float[] evaluate(Operand<TFloat32> wanted, float[] values) {
    try (TFloat32 tensor = Tensors.floats(input.shape(), values);
        Result result = session.runner().feed(input, tensor).fetch(wanted).run()) {
      return Tensors.array((TFloat32) result.get(0));
    }
  }

  private static double difference(float[] projection, float[] ahead, float[] behind) {
    double sum = 0;
    for (int i = 0; i < projection.length; i++) {
      sum += projection[i] * ((double) ahead[i] - behind[i]);
    }
    return sum;
  }

  private static float[] projection(int size) {
    Random random = new Random(6);
    float[] weights = new float[size];
    Arrays.fill(weights, 1);
    for (int i = 0; size > 1 && i < size; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }
}
