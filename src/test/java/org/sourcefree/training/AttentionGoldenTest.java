package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.network.discriminator.Attention.Shortcut;
import org.sourcefree.network.discriminator.Pixel;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.Discrimination;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.training.Discriminator.Attending;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** DAST's attention and the discriminator that it stands by against the authors' code. */
class AttentionGoldenTest {
  private static final String FEATURES = "features";

  /** Of the largest. */
  private static final double TOLERANCE = 2e-5;

  @ParameterizedTest
  @ValueSource(strings = {"attention_a", "attention_b"})
  void attentionLossesAndGradientsMatch(String name) {
    JsonNode meta = GoldenMeta.read("dast").get("cases").get(name);
    Npy start = array(name, "features");
    Discriminator discriminator = discriminator((int) start.shape()[1] / 2);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> features = constant(tf, start);
      Attention attention = discriminator.attends().orElseThrow();
      Operand<TFloat32> attended = attention.build(tf, variables, features);
      Predictions predictions = predictions(tf);
      Answer answer = discriminator.build(tf, variables, predictions, features);
      Predictions target = predictions.withAnswers(Map.of(FEATURES, answer));
      variables.assign(session, weights(name, meta, "d_weights"));

      assertMatches(session, answer.scores(), name, "d_out");
      assertMatches(session, attended, name, "attended");
      Operand<TFloat32> sum =
          tf.reduceSum(
              tf.math.mul(constant(tf, array(name, "r")), attended),
              tf.constant(new int[] {0, 1, 2, 3}));
      assertMatches(session, gradient(graph, sum, features), name, "attended_grad");

      Operand<TFloat32> term = loss(tf, new Adversarial(1, FEATURES), target);
      assertValue(session, term, meta.get("values").get("generator_term"));
      assertMatches(session, gradient(graph, term, features), name, "adv_grad");

      Operand<TFloat32> own = loss(tf, new Discrimination(1, FEATURES, Domain.TARGET), target);
      assertValue(session, own, meta.get("values").get("d_target"));
      DiscriminatorGoldenTest.assertGradients(
          graph, session, variables, own, weights(name, meta, "grad_d"));
    }
  }

  @Test
  void theGradientByFeaturesMatchesDifferences() {
    Shape shape = Shape.of(2, 4, 5, 6);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> features = TestTensors.constant(tf, shape, TestTensors.normal(1, shape, 1));
      Operand<TFloat32> attended =
          discriminator(8).attends().orElseThrow().build(tf, variables, features);
      TestTensors.initialise(session, variables, 2);
      double error =
          new FiniteDifferences(graph, session, features, attended)
              .error(TestTensors.normal(1, shape, 1), 0.003, 0.001, 0.0003);
      // Leaky ReLUs and the absolute value have kinks.
      assertThat(error).isLessThan(0.02);
    }
  }

  private static Discriminator discriminator(int width) {
    return new Discriminator(
        FEATURES,
        new Pixel(width),
        Sees.FEATURES,
        Optional.empty(),
        DomainLoss.LEAST_SQUARES,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Attending(Shortcut.PROJECTION)));
  }

  /** Of no importance: the discriminator sees features. */
  private static Predictions predictions(Ops tf) {
    Operand<TUint8> none = tf.constant(Tensors.bytes(Shape.of(1, 1, 1), new byte[] {(byte) 255}));
    Operand<TFloat32> scores = tf.constant(Tensors.floats(Shape.of(1, 1, 1, 2), new float[2]));
    return Predictions.of(tf, scores, none, 2, new Draws(0, tf.constant(0L)));
  }

  private static Operand<TFloat32> loss(Ops tf, Term term, Predictions target) {
    return new Objective(List.of(term))
        .build(tf, Map.of(Streams.TARGET, target), part -> part)
        .total();
  }

  private static Operand<TFloat32> gradient(
      Graph graph, Operand<TFloat32> value, Operand<TFloat32> by) {
    Output<?>[] gradients = graph.addGradients(value.asOutput(), new Output<?>[] {by.asOutput()});
    return gradients[0].expect(TFloat32.class);
  }

  private static void assertValue(Session session, Operand<TFloat32> value, JsonNode expected) {
    assertThat((double) TestTensors.fetch(session, value)[0])
        .isCloseTo(expected.asDouble(), within(1e-5));
  }

  private static void assertMatches(
      Session session, Operand<TFloat32> actual, String name, String of) {
    assertThat(FlatWeights.error(TestTensors.fetch(session, actual), nhwc(array(name, of))))
        .as(of)
        .isLessThan(TOLERANCE);
  }

  private static Map<String, float[]> weights(String name, JsonNode meta, String of) {
    Map<String, float[]> owned = new LinkedHashMap<>();
    FlatWeights.of(array(name, of).floats(), meta.get("layout"), Optional::of)
        .forEach((weight, values) -> owned.put("discriminator.features." + weight, values));
    return owned;
  }

  private static Npy array(String name, String of) {
    return Npy.read("golden/dast/%s_%s.npy".formatted(name, of));
  }

  private static float[] nhwc(Npy npy) {
    return Layouts.nhwc(npy.floats(), npy.shape());
  }

  private static Operand<TFloat32> constant(Ops tf, Npy npy) {
    long[] s = npy.shape();
    return TestTensors.constant(tf, Shape.of(s[0], s[2], s[3], s[1]), nhwc(npy));
  }
}
