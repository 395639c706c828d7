package org.sourcefree.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.fetch;

import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The bottleneck on vectors that were computed from the same formulas, not by a paper's authors.
 */
class BottleneckGoldenTest {
  private static final double TOLERANCE = 2e-5;

  private static float[] nhwc(String array) {
    Npy golden = Npy.read("golden/siban/bottleneck_a_" + array + ".npy");
    return Layouts.nhwc(golden.floats(), golden.shape());
  }

  private static Operand<TFloat32> constant(Ops tf, String array) {
    long[] s = Npy.read("golden/siban/bottleneck_a_" + array + ".npy").shape();
    return tf.constant(Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), nhwc(array)));
  }

  @Test
  void sampleInformationAndGradientsMatch() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> mean = constant(tf, "mu");
      Operand<TFloat32> logVariance = constant(tf, "logvar");
      Operand<TFloat32> sample =
          GaussianBottleneck.sample(tf, mean, logVariance, constant(tf, "eps"));
      Operand<TFloat32> information =
          tf.math.mean(
              GaussianBottleneck.information(tf, mean, logVariance),
              tf.constant(new int[] {0, 1, 2}));
      Operand<TFloat32> loss =
          tf.math.add(
              information,
              tf.reduceSum(
                  tf.math.mul(constant(tf, "r"), sample), tf.constant(new int[] {0, 1, 2, 3})));
      Output<?>[] gradients =
          graph.addGradients(
              loss.asOutput(), new Output<?>[] {mean.asOutput(), logVariance.asOutput()});

      assertThat(FlatWeights.error(fetch(session, sample), nhwc("z"))).isLessThan(TOLERANCE);
      double expected =
          GoldenMeta.read("siban").get("cases").get("bottleneck_a").get("kl").asDouble();
      assertThat((double) fetch(session, information)[0])
          .isCloseTo(expected, within(TOLERANCE * expected));
      assertThat(
              FlatWeights.error(
                  fetch(session, gradients[0].expect(TFloat32.class)), nhwc("grad_mu")))
          .isLessThan(TOLERANCE);
      assertThat(
              FlatWeights.error(
                  fetch(session, gradients[1].expect(TFloat32.class)), nhwc("grad_logvar")))
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void refusesANonPositiveDeviation() {
    assertThatThrownBy(() -> new GaussianBottleneck(0))
        .hasMessage("deviation must be positive, got 0.0");
  }
}
