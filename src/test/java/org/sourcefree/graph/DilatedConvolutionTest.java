package org.sourcefree.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.testing.Convolutions;
import org.sourcefree.testing.FiniteDifferences;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;

class DilatedConvolutionTest {
  private static final int IN = 3;
  private static final int OUT = 4;
  private static final Shape X = Shape.of(2, 5, 9, IN);
  private static final Shape W = Shape.of(3, 3, IN, OUT);
  private static final float[] INPUT = normal(1, X, 1);
  private static final float[] KERNEL = normal(2, W, 0.5);
  private static final double TOLERANCE = 0.005;

  @ParameterizedTest
  @CsvSource({"1,5,9", "2,5,9", "4,5,9", "2,6,7", "4,7,4", "4,3,2", "4,1,1"})
  void valuesAndGradientsEqualExplicitSums(int dilation, int height, int width) {
    Convolutions.assertEqualSums(
        dilation,
        height,
        width,
        2e-5,
        (tf, x, kernel) -> DilatedConvolution.build(tf, x, kernel, dilation));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void gradientByInputMatchesDifferences(int dilation) {
    FiniteDifferences.assertGradient(
        X,
        INPUT,
        0.1,
        TOLERANCE,
        (tf, x) -> DilatedConvolution.build(tf, x, constant(tf, W, KERNEL), dilation));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void gradientByKernelMatchesDifferences(int dilation) {
    FiniteDifferences.assertGradient(
        W,
        KERNEL,
        0.1,
        TOLERANCE,
        (tf, w) -> DilatedConvolution.build(tf, constant(tf, X, INPUT), w, dilation));
  }

  /** Why the class exists: when this fails, TensorFlow has fixed its gradient. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void tensorFlowsOwnGradientOfDilatedConv2dIsWrong(int dilation) {
    assertThat(
            FiniteDifferences.error(
                X, INPUT, 0.1, (tf, x) -> plain(tf, x, constant(tf, W, KERNEL), dilation)))
        .isGreaterThan(0.3);
    assertThat(
            FiniteDifferences.error(
                W, KERNEL, 0.1, (tf, w) -> plain(tf, constant(tf, X, INPUT), w, dilation)))
        .isGreaterThan(0.3);
  }

  @Test
  void twoInARowPassTheGradientThroughBoth() {
    Shape second = Shape.of(3, 3, OUT, 2);
    float[] secondKernel = normal(6, second, 0.5);
    FiniteDifferences.assertGradient(
        X,
        INPUT,
        0.1,
        TOLERANCE,
        (tf, x) -> twice(tf, x, constant(tf, W, KERNEL), constant(tf, second, secondKernel)));
    FiniteDifferences.assertGradient(
        W,
        KERNEL,
        0.1,
        TOLERANCE,
        (tf, w) -> twice(tf, constant(tf, X, INPUT), w, constant(tf, second, secondKernel)));
    FiniteDifferences.assertGradient(
        second,
        secondKernel,
        0.1,
        TOLERANCE,
        (tf, w) -> twice(tf, constant(tf, X, INPUT), constant(tf, W, KERNEL), w));
  }

  @Test
  void oneInputMayFeedTwo() {
    FiniteDifferences.assertGradient(
        X,
        INPUT,
        0.1,
        TOLERANCE,
        (tf, x) -> {
          Operand<TFloat32> w = constant(tf, W, KERNEL);
          return tf.math.add(
              DilatedConvolution.build(tf, x, w, 2), DilatedConvolution.build(tf, x, w, 4));
        });
  }

  @Test
  void anotherIdentityNKeepsTheIdentitysGradient() {
    assertThat(identityGradient(false)).containsExactly(3, 3, 5, 5, 7, 7);
  }

  @Test
  void anIdentityNBehindAnotherStopGradientKeepsTheIdentitysGradient() {
    assertThat(identityGradient(true)).containsExactly(0, 0, 5, 5, 7, 7);
  }

  /** The gradient of 3·Σa + 5·Σb + 7·Σc by a, b, c, each behind the same IdentityN. */
  @SuppressWarnings("unchecked") // IdentityN is untyped; its outputs have its inputs' types.
  private static float[] identityGradient(boolean stopped) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      DilatedConvolution.build(
          tf, constant(tf, X, INPUT), constant(tf, W, KERNEL), 2); // registers the gradient
      List<Operand<TFloat32>> inputs =
          List.of(
              tf.constant(new float[] {1, 2}),
              tf.constant(new float[] {3, 4}),
              tf.constant(new float[] {5, 6}));
      Operand<TFloat32> first = stopped ? tf.stopGradient(inputs.get(0)) : inputs.get(0);
      List<Output<?>> outputs =
          tf.identityN(List.<Operand<?>>of(first, inputs.get(1), inputs.get(2))).output();
      Operand<TFloat32> loss = tf.constant(0f);
      for (int i = 0; i < 3; i++) {
        Operand<TFloat32> scaled =
            tf.math.mul(outputs.get(i).expect(TFloat32.class), tf.constant(3f + 2 * i));
        loss = tf.math.add(loss, tf.reduceSum(scaled, tf.constant(0)));
      }
      // A second path to the first input, without weight, lets its gradient be asked for.
      loss =
          tf.math.add(
              loss, tf.reduceSum(tf.math.mul(inputs.get(0), tf.constant(0f)), tf.constant(0)));
      Output<?>[] gradients =
          graph.addGradients(
              loss.asOutput(), inputs.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
      float[] all = new float[6];
      for (int i = 0; i < 3; i++) {
        System.arraycopy(fetch(session, gradients[i].expect(TFloat32.class)), 0, all, 2 * i, 2);
      }
      return all;
    }
  }

  private static Operand<TFloat32> twice(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> first, Operand<TFloat32> second) {
    return DilatedConvolution.build(tf, DilatedConvolution.build(tf, x, first, 2), second, 4);
  }

  private static Operand<TFloat32> plain(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, long dilation) {
    return tf.nn.conv2d(
        x,
        w,
        List.of(1L, 1L, 1L, 1L),
        "SAME",
        Conv2d.dilations(List.of(1L, dilation, dilation, 1L)));
  }
}
