package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Network;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Discriminators, what they see and both players' losses against the authors' code. */
class DiscriminatorGoldenTest {
  /** Of the largest. */
  private static final double TOLERANCE = 2e-5;

  /**
   * A case.
   *
   * @param gradients how the names of its gradients begin
   * @param values the key of its values; empty where they are not by a loss
   */
  private record Golden(
      String method, String name, Sees sees, DomainLoss loss, String gradients, String values) {
    Npy array(String of) {
      return Npy.read("golden/%s/%s_%s.npy".formatted(method, name, of));
    }

    JsonNode meta() {
      return GoldenMeta.read(method).get("cases").get(name);
    }

    JsonNode losses() {
      return values.isEmpty() ? meta().get("values") : meta().get("values").get(values);
    }

    Discriminator discriminator() {
      return new Discriminator(
          "main",
          new Strided(meta().get("ndf").asInt()),
          sees,
          Optional.empty(),
          loss,
          0.5,
          Optional.empty(),
          Optional.empty());
    }
  }

  static Stream<Golden> cases() {
    return Stream.of("a", "b")
        .flatMap(
            name ->
                Stream.of(
                    new Golden(
                        "adaptseg",
                        "disc_" + name,
                        Sees.PROBABILITIES,
                        DomainLoss.CROSS_ENTROPY,
                        "bce_",
                        "bce"),
                    new Golden(
                        "adaptseg",
                        "disc_" + name,
                        Sees.PROBABILITIES,
                        DomainLoss.LEAST_SQUARES,
                        "mse_",
                        "mse"),
                    new Golden(
                        "advent",
                        "adv_a",
                        Sees.SELF_INFORMATION,
                        DomainLoss.CROSS_ENTROPY,
                        "",
                        "")))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothPlayersLossesAndGradientsMatch(Golden golden) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> target = logits(tf, golden.array("target_logits"));
      Discriminator discriminator = golden.discriminator();
      Map<String, Answer> answers = new LinkedHashMap<>();
      Map<String, Predictions> streams = new LinkedHashMap<>();
      for (String stream : List.of(Streams.SOURCE, Streams.TARGET)) {
        boolean own = stream.equals(Streams.TARGET);
        Operand<TFloat32> scores = own ? target : logits(tf, golden.array("source_logits"));
        Predictions predictions = predictions(tf, scores, golden.meta().get(stream + "_size_hw"));
        Answer answer = discriminator.build(tf, variables, predictions, scores);
        answers.put(stream, answer);
        streams.put(stream, predictions.withAnswers(Map.of("main", answer)));
      }
      variables.assign(session, weights(golden, golden.array("d_weights")));
      assertMatches(session, answers.get(Streams.TARGET).scores(), golden, "d_out_target");
      if (golden.method().equals("adaptseg")) {
        assertMatches(session, answers.get(Streams.SOURCE).scores(), golden, "d_out_source");
      }

      Objective generator = new Objective(List.of(new Adversarial(1, "main")));
      Operand<TFloat32> term = generator.build(tf, streams, part -> part).total();
      assertThat((double) TestTensors.fetch(session, term)[0])
          .isCloseTo(golden.losses().get("generator_term").asDouble(), within(1e-5));
      Output<?>[] byLogits =
          graph.addGradients(term.asOutput(), new Output<?>[] {target.asOutput()});
      assertMatches(
          session,
          byLogits[0].expect(TFloat32.class),
          golden,
          golden.gradients() + "grad_target_logits");

      Operand<TFloat32> own = discriminator.objective().build(tf, streams, part -> part).total();
      assertThat((double) TestTensors.fetch(session, own)[0])
          .isCloseTo(ownLoss(golden.losses()), within(1e-5));
      Npy gradients = golden.array(golden.gradients() + "grad_d");
      assertGradients(graph, session, variables, own, weights(golden, gradients));
    }
  }

  private static double ownLoss(JsonNode values) {
    return values.has("d")
        ? values.get("d").asDouble()
        : values.get("d_source_half").asDouble() + values.get("d_target_half").asDouble();
  }

  /** Compares a loss's gradient by every weight, relative to the largest. */
  static void assertGradients(
      Graph graph,
      Session session,
      Variables variables,
      Operand<TFloat32> loss,
      Map<String, float[]> expected) {
    double largest = 0;
    for (float[] values : expected.values()) {
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (Variable variable : variables.all()) {
      Output<?>[] gradient =
          graph.addGradients(loss.asOutput(), new Output<?>[] {variable.value().asOutput()});
      assertThat(TestTensors.fetch(session, gradient[0].expect(TFloat32.class)))
          .as(variable.name())
          .usingComparatorWithPrecision((float) (TOLERANCE * largest))
          .containsExactly(expected.get(variable.name()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"info_a", "info_b"})
  void selfInformationMatches(String name) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits =
          logits(tf, Npy.read("golden/advent/%s_logits.npy".formatted(name)));
      Predictions predictions = of(tf, logits);
      Operand<TFloat32> map = predictions.map(tf, Discriminator.selfInformation(tf, predictions));
      Operand<TFloat32> factors = logits(tf, Npy.read("golden/advent/%s_r.npy".formatted(name)));
      Operand<TFloat32> sum =
          tf.reduceSum(tf.math.mul(factors, map), tf.constant(new int[] {0, 1, 2, 3}));
      Output<?>[] gradient =
          graph.addGradients(sum.asOutput(), new Output<?>[] {logits.asOutput()});
      Npy expected = Npy.read("golden/advent/%s_map.npy".formatted(name));
      assertThat(FlatWeights.error(TestTensors.fetch(session, map), nhwc(expected)))
          .isLessThan(TOLERANCE);
      Npy expectedGradient = Npy.read("golden/advent/%s_grad.npy".formatted(name));
      assertThat(
              FlatWeights.error(
                  TestTensors.fetch(session, gradient[0].expect(TFloat32.class)),
                  nhwc(expectedGradient)))
          .isLessThan(TOLERANCE);
    }
  }

  private static void assertMatches(
      Session session, Operand<TFloat32> actual, Golden golden, String of) {
    assertThat(FlatWeights.error(TestTensors.fetch(session, actual), nhwc(golden.array(of))))
        .as(of)
        .isLessThan(TOLERANCE);
  }

  private static Map<String, float[]> weights(Golden golden, Npy flat) {
    Map<String, float[]> owned = new LinkedHashMap<>();
    FlatWeights.of(flat.floats(), golden.meta().get("layout"), FlatWeights::ofDiscriminator)
        .forEach((name, values) -> owned.put("discriminator.main." + name, values));
    return owned;
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits, JsonNode size) {
    int[] hw = {size.get(0).asInt(), size.get(1).asInt()};
    return of(tf, Network.upsample(tf, logits, tf.constant(hw)));
  }

  private static Predictions of(Ops tf, Operand<TFloat32> scores) {
    int classes = (int) scores.shape().get(3);
    Operand<TUint8> none = tf.constant(Tensors.bytes(Shape.of(1, 1, 1), new byte[] {(byte) 255}));
    return Predictions.of(tf, scores, none, classes, new Draws(0, tf.constant(0L)));
  }

  private static float[] nhwc(Npy npy) {
    return Layouts.nhwc(npy.floats(), npy.shape());
  }

  private static Operand<TFloat32> logits(Ops tf, Npy npy) {
    long[] s = npy.shape();
    return TestTensors.constant(tf, Shape.of(s[0], s[2], s[3], s[1]), nhwc(npy));
  }
}
