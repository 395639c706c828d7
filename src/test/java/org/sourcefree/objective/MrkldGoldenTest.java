package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** MRKLD's loss, whose weight counts twice in the authors' code, against that code. */
class MrkldGoldenTest {
  private static final JsonNode CASES = GoldenMeta.read("crst").get("cases");

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d"})
  void lossAndGradientMatch(String name) {
    JsonNode scalars = CASES.get("mrkld_" + name).get("scalars");
    double beta = scalars.get("weight").asDouble();
    assertMatches(name, beta * beta, scalars.get("loss").asDouble(), true);
    assertMatches(name, beta, scalars.get("paper_loss_f64").get("value").asDouble(), false);
  }

  private static void assertMatches(String name, double beta, double expected, boolean gradients) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits = map(tf, array(name, "logits"));
      Objective objective =
          new Objective(
              List.of(new CrossEntropy(1), new Uniformity(beta, Optional.of(Domain.TARGET))));
      Operand<TFloat32> total = Losses.of(tf, objective, predictions(tf, logits, name)).total();
      assertThat((double) TestTensors.fetch(session, total)[0])
          .isCloseTo(expected, within(2e-6 * expected));
      if (gradients) {
        Output<?>[] gradient =
            graph.addGradients(total.asOutput(), new Output<?>[] {logits.asOutput()});
        assertThat(TestTensors.fetch(session, gradient[0].expect(TFloat32.class)))
            .usingComparatorWithPrecision(1e-7f)
            .containsExactly(TestTensors.fetch(session, map(tf, array(name, "grad"))));
      }
    }
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits, String name) {
    Npy ids = array(name, "label");
    byte[] labels = new byte[ids.longs().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) ids.longs()[i];
    }
    float[] source = array(name, "image_weight").floats();
    for (int i = 0; i < source.length; i++) {
      source[i] = source[i] == 0 ? 1 : 0;
    }
    int classes = (int) array(name, "logits").shape()[1];
    return Predictions.of(
            tf,
            logits,
            tf.constant(Tensors.bytes(Shape.of(ids.shape()), labels)),
            classes,
            new Draws(0, tf.constant(0L)))
        .from(tf.constant(source));
  }

  private static Npy array(String name, String of) {
    return Npy.read("golden/crst/mrkld_%s_%s.npy".formatted(name, of));
  }

  /** NCHW as NHWC. */
  private static Operand<TFloat32> map(Ops tf, Npy npy) {
    long[] s = npy.shape();
    return TestTensors.constant(
        tf, Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(npy.floats(), s));
  }
}
