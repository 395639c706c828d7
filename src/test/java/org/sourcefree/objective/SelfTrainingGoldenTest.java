package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** CCM's objective, and LRENT's cross-entropy with distributions, on the authors' vectors. */
class SelfTrainingGoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"loss_a", "loss_b", "loss_c"})
  void contentConsistentMatchingsLossMatches(String name) {
    JsonNode expected = GoldenMeta.read("ccm").get("cases").get(name).get("scalars");
    double weight = expected.get("entropy_weight").asDouble();
    Npy logits = Npy.read("golden/ccm/" + name + "_logits.npy");
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input = constant(tf, logits);
      Operand<TUint8> labels = labels(tf, Npy.read("golden/ccm/" + name + "_label.npy"));
      Predictions predictions =
          Predictions.of(tf, input, labels, (int) logits.shape()[1], new Draws(0, tf.constant(0L)));
      Operand<TFloat32> crossEntropy = Losses.value(tf, new CrossEntropy(1), predictions);
      Operand<TFloat32> entropy = Losses.value(tf, new DoubleSoftmaxEntropy(1), predictions);
      Operand<TFloat32> total =
          tf.math.add(crossEntropy, tf.math.mul(tf.constant((float) weight), entropy));
      try (Result result =
          session
              .runner()
              .fetch(crossEntropy)
              .fetch(entropy)
              .fetch(gradient(graph, total, input))
              .run()) {
        assertClose(result, 0, expected.get("cross_entropy").asDouble());
        assertClose(result, 1, expected.get("entropy_code").asDouble());
        assertGradient(result, 2, Npy.read("golden/ccm/" + name + "_grad.npy"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soft_a", "soft_b"})
  void crossEntropyWithDistributionsMatches(String name) {
    JsonNode expected = GoldenMeta.read("crst").get("cases").get(name).get("scalars");
    Npy logits = Npy.read("golden/crst/" + name + "_logits.npy");
    long[] s = logits.shape();
    float[] soft = Layouts.nhwc(Npy.read("golden/crst/" + name + "_soft_label.npy").floats(), s);
    byte[] replaced = new byte[soft.length / (int) s[1]];
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input = constant(tf, logits);
      Operand<TUint8> labels = tf.constant(Tensors.bytes(Shape.of(s[0], s[2], s[3]), replaced));
      Operand<TFloat32> distributions =
          tf.constant(Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), soft));
      Predictions predictions =
          Predictions.of(tf, input, labels, (int) s[1], new Draws(0, tf.constant(0L)))
              .learning(tf, distributions);
      Operand<TFloat32> loss = Losses.value(tf, new CrossEntropy(1), predictions);
      try (Result result = session.runner().fetch(loss).fetch(gradient(graph, loss, input)).run()) {
        assertClose(result, 0, expected.get("loss").asDouble());
        assertGradient(result, 1, Npy.read("golden/crst/" + name + "_grad.npy"));
      }
    }
  }

  private static Operand<TFloat32> constant(Ops tf, Npy nchw) {
    long[] s = nchw.shape();
    return tf.constant(
        Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(nchw.floats(), s)));
  }

  private static Operand<TUint8> labels(Ops tf, Npy labels) {
    return tf.constant(Tensors.bytes(Shape.of(labels.shape()), labels.ids()));
  }

  private static Output<?> gradient(Graph graph, Operand<TFloat32> loss, Operand<TFloat32> logits) {
    return graph.addGradients(loss.asOutput(), new Output<?>[] {logits.asOutput()})[0];
  }

  /** NaN, of a batch without labels, is 0 here. */
  private static void assertClose(Result result, int index, double expected) {
    double value = Double.isNaN(expected) ? 0 : expected;
    float actual = ((TFloat32) result.get(index)).getFloat();
    assertThat(Math.abs(actual - value)).isLessThan(1e-6 + 1e-6 * Math.abs(value));
  }

  private static void assertGradient(Result result, int index, Npy golden) {
    long[] s = golden.shape();
    float[] expected = golden.floats();
    float[] actual =
        Layouts.nchw(Tensors.array((TFloat32) result.get(index)), s[0], s[1], s[2], s[3]);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) Math.abs(actual[i] - expected[i])).as("element %d", i).isLessThan(1e-7);
    }
  }
}
