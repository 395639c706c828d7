package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.fetch;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The focal loss on the vectors of CLAN's code, which saturate in one case. */
class FocalGoldenTest {
  private static final double TOLERANCE = 2e-5;

  @ParameterizedTest
  @ValueSource(strings = {"focal_a", "focal_b", "focal_n2"})
  void valueAndGradientMatch(String name) {
    double expected = GoldenMeta.read("clan").get("cases").get(name).get("value").asDouble();
    Npy golden = Npy.read("golden/clan/" + name + "_logits.npy");
    Npy labels = Npy.read("golden/clan/" + name + "_labels.npy");
    long[] s = golden.shape();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits =
          tf.constant(
              Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(golden.floats(), s)));
      Predictions predictions =
          Predictions.of(
              tf,
              logits,
              tf.constant(Tensors.bytes(Shape.of(labels.shape()), labels.ids())),
              (int) s[1],
              new Draws(0, tf.constant(0L)));
      CrossEntropy focal =
          new CrossEntropy(1, Optional.empty(), Optional.empty(), Optional.of(2.0));
      Operand<TFloat32> loss = Losses.value(tf, focal, predictions);
      Output<?>[] gradient =
          graph.addGradients(loss.asOutput(), new Output<?>[] {logits.asOutput()});
      assertThat((double) fetch(session, loss)[0])
          .isCloseTo(expected, within(TOLERANCE * expected));
      assertGradient(name, fetch(session, gradient[0].expect(TFloat32.class)), s);
    }
  }

  private static void assertGradient(String name, float[] nhwc, long[] s) {
    float[] expected = Npy.read("golden/clan/" + name + "_grad.npy").floats();
    float[] actual = Layouts.nchw(nhwc, s[0], s[1], s[2], s[3]);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    assertThat(difference).isLessThan(TOLERANCE * largest);
  }
}
