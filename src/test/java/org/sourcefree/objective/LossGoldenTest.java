package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Every term's value and the total's gradient by the logits against the authors' code. */
class LossGoldenTest {
  private static final String FOLDER = "golden/losses/";

  /** Which of the two entropies stands in the total. */
  private record Variant(Term entropy, String value, String gradient) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant(new Entropy(1), "L_ent_paper", "_grad_paper_ent"),
          new Variant(new DoubleSoftmaxEntropy(1), "L_ent", "_grad"));

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : meta().properties()) {
      for (Map.Entry<String, JsonNode> rank : entry.getValue().get("K").properties()) {
        for (Variant variant : VARIANTS) {
          cases.add(Arguments.of(entry.getKey(), Integer.valueOf(rank.getKey()), variant));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAndGradientMatch(String name, int rank, Variant variant) {
    JsonNode expected = meta().get(name).get("K").get(String.valueOf(rank));
    Npy logits = Npy.read(FOLDER + name + "/logits.npy");
    long[] s = logits.shape();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input =
          tf.reshape(
              tf.constant(Layouts.nhwc(logits.floats(), s)),
              tf.constant(Shape.of(s[0], s[2], s[3], s[1])));
      Predictions predictions = predictions(tf, input, name, (int) s[1]);
      Operand<TFloat32> crossEntropy = Losses.value(tf, new CrossEntropy(1), predictions);
      Operand<TFloat32> entropy = Losses.value(tf, variant.entropy(), predictions);
      Operand<TFloat32> negative = negative(tf, predictions, tf.constant(rank));
      Operand<TFloat32> total = tf.math.addN(List.of(crossEntropy, entropy, negative));
      Output<?>[] gradient =
          graph.addGradients(total.asOutput(), new Output<?>[] {input.asOutput()});
      try (Result result =
          session
              .runner()
              .fetch(crossEntropy)
              .fetch(entropy)
              .fetch(negative)
              .fetch(gradient[0])
              .run()) {
        assertClose(scalar(result, 0), expected.get("L_sce"), "L_sce");
        assertClose(scalar(result, 1), expected.get(variant.value()), variant.value());
        assertClose(scalar(result, 2), expected.get("L_neg"), "L_neg");
        float[] actual = Tensors.array((TFloat32) result.get(3));
        String golden = name + "/K" + rank + variant.gradient();
        assertGradient(golden, Layouts.nchw(actual, s[0], s[1], s[2], s[3]));
      }
    }
  }

  private static void assertGradient(String name, float[] actual) {
    Npy golden = Npy.read(FOLDER + name + ".npy");
    float[] expected = golden.floats();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double allowed = 1e-6 + 1e-5 * Math.abs(expected[i]);
      assertThat((double) Math.abs(actual[i] - expected[i])).as("element " + i).isLessThan(allowed);
    }
  }

  private static void assertClose(float actual, JsonNode expected, String term) {
    if (expected == null || expected.isNull() || Double.isNaN(expected.asDouble())) {
      assertThat(actual).as(term + " with no labelled pixel").isZero();
    } else {
      double allowed = 1e-6 + 1e-5 * Math.abs(expected.asDouble());
      assertThat(Math.abs(actual - expected.asDouble())).as(term).isLessThan(allowed);
    }
  }

  private static Predictions predictions(
      Ops tf, Operand<TFloat32> logits, String name, int classes) {
    Npy labels = Npy.read(FOLDER + name + "/labels.npy");
    var constant = tf.constant(Tensors.bytes(Shape.of(labels.shape()), labels.ids()));
    return Predictions.of(tf, logits, constant, classes, new Draws(0, tf.constant(0L)));
  }

  private static float scalar(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }

  private static JsonNode meta() {
    return GoldenMeta.read("losses").get("cases");
  }

  /** Negative learning of a given rank. */
  private static Operand<TFloat32> negative(Ops tf, Predictions predictions, Operand<TInt32> rank) {
    Part part = NegativeLearning.part(tf, predictions, rank);
    return new NegativeLearning(1, 0).value(tf, part.mean(tf));
  }
}
