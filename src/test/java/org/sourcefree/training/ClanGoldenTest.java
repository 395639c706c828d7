package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Head;
import org.sourcefree.network.Network;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.Discrimination;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.HeadDisagreement;
import org.sourcefree.objective.HeadSimilarity;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.training.Discriminator.Resolution;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** CLAN's weight map, adversarial term and similarity of heads against the authors' code. */
class ClanGoldenTest {
  private static final double TOLERANCE = 2e-5;
  private static final String SECOND = "second";
  private static final JsonNode CASES = GoldenMeta.read("clan").get("cases");

  /** The first step whose pixels are weighted. */
  private static final long FIRST = 3;

  /** Two heads' logits, upsampled, as one stream. */
  private record Heads(Operand<TFloat32> first, Operand<TFloat32> second, Predictions predictions) {

    static Heads of(Ops tf, String name, Operand<TFloat32> a, Operand<TFloat32> b, long step) {
      JsonNode size = CASES.get(name).get("size_hw");
      int[] hw =
          size == null
              ? new int[] {(int) a.shape().get(1), (int) a.shape().get(2)}
              : new int[] {size.get(0).asInt(), size.get(1).asInt()};
      Predictions sum = predictions(tf, tf.math.add(a, b), hw, step);
      Map<String, Predictions> heads =
          Map.of(Head.MAIN, predictions(tf, a, hw, step), SECOND, predictions(tf, b, hw, step));
      return new Heads(a, b, sum.withHeads(heads, Map.of()));
    }

    private static Predictions predictions(Ops tf, Operand<TFloat32> logits, int[] hw, long step) {
      int classes = (int) logits.shape().get(3);
      Operand<TUint8> none = tf.constant(Tensors.bytes(Shape.of(1, 1, 1), new byte[] {(byte) 255}));
      return Predictions.of(
          tf,
          Network.upsample(tf, logits, tf.constant(hw)),
          none,
          classes,
          new Draws(0, tf.constant(step)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"weightmap_a", "weightmap_b"})
  void theWeightMapMatches(String name) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Heads heads = Heads.of(tf, name, map(tf, name, "logits1"), map(tf, name, "logits2"), 0);
      Operand<TFloat32> weights =
          new HeadDisagreement(List.of(Head.MAIN, SECOND), 0, 1, Optional.empty())
              .weights(tf, heads.predictions());
      assertThat(TestTensors.fetch(session, weights))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(array(name, "map").floats());
      Operand<TFloat32> sum = total(tf, tf.math.mul(weights, map(tf, name, "r")));
      assertGradients(graph, session, sum, heads, name, "grad");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adv_a", "adv_b"})
  void theAdversarialTermMatchesPlainAndWeighted(String name) {
    for (boolean weighted : List.of(false, true)) {
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        Variables variables = new Variables(tf);
        Heads heads =
            Heads.of(
                tf,
                name,
                map(tf, name, "logits1"),
                map(tf, name, "logits2"),
                weighted ? FIRST : FIRST - 1);
        Map<String, Predictions> streams = streams(tf, variables, name, heads);
        Map<String, float[]> weights = owned(array(name, "d_weights"), name);
        variables.assign(session, weights);
        Operand<TFloat32> term = loss(tf, new Adversarial(1, "sum"), streams);
        JsonNode values = CASES.get(name).get("values");
        assertValue(session, term, values.get(weighted ? "generator_weighted" : "generator_plain"));
        assertGradients(graph, session, term, heads, name, weighted ? "grad" : "plain_grad");
        Operand<TFloat32> source = loss(tf, new Discrimination(1, "sum", Domain.SOURCE), streams);
        assertValue(session, source, values.get("d_source_plain"));
        assertOwnGradients(graph, session, variables, source, name, "grad_d_source");
        if (weighted) {
          Operand<TFloat32> target = loss(tf, new Discrimination(1, "sum", Domain.TARGET), streams);
          assertValue(session, target, values.get("d_target_weighted"));
          assertOwnGradients(graph, session, variables, target, name, "grad_d_target");
        }
      }
    }
  }

  /** Both streams are the same images, as the vectors have them. */
  private static Map<String, Predictions> streams(
      Ops tf, Variables variables, String name, Heads heads) {
    JsonNode meta = CASES.get(name);
    Discriminator discriminator =
        new Discriminator(
            "sum",
            new Strided(meta.get("ndf").asInt()),
            Sees.PROBABILITIES,
            Optional.empty(),
            DomainLoss.CROSS_ENTROPY,
            1,
            Optional.of(Resolution.UPSAMPLED),
            Optional.of(
                new HeadDisagreement(
                    List.of(Head.MAIN, SECOND),
                    meta.get("epsilon").asDouble(),
                    meta.get("lambda_local").asDouble(),
                    Optional.of(FIRST))));
    Predictions answered =
        heads
            .predictions()
            .withAnswers(
                Map.of(
                    "sum", discriminator.build(tf, variables, heads.predictions(), heads.first())));
    Map<String, Predictions> streams = new LinkedHashMap<>();
    streams.put(Streams.SOURCE, answered);
    streams.put(Streams.TARGET, answered);
    return streams;
  }

  private static Operand<TFloat32> loss(Ops tf, Term term, Map<String, Predictions> streams) {
    return new Objective(List.of(term)).build(tf, streams, part -> part).total();
  }

  @Test
  void theSimilarityOfHeadsMatches() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> first = tf.constant(array("heads_a", "head1").floats());
      Operand<TFloat32> second = tf.constant(array("heads_a", "head2").floats());
      Predictions predictions =
          Heads.of(
                  tf,
                  "weightmap_a",
                  map(tf, "weightmap_a", "logits1"),
                  map(tf, "weightmap_a", "logits2"),
                  0)
              .predictions();
      Predictions compared =
          predictions.withHeads(
              predictions.heads(), Map.of(Head.MAIN, List.of(first), SECOND, List.of(second)));
      HeadSimilarity term =
          new HeadSimilarity(1, List.of(Head.MAIN, SECOND), Optional.empty(), Optional.empty());
      Operand<TFloat32> value = loss(tf, term, Map.of(Streams.TARGET, compared));
      assertValue(session, value, CASES.get("heads_a").get("value"));
      Output<?>[] gradients =
          graph.addGradients(
              value.asOutput(), new Output<?>[] {first.asOutput(), second.asOutput()});
      for (int i = 0; i < 2; i++) {
        assertThat(
                FlatWeights.error(
                    TestTensors.fetch(session, gradients[i].expect(TFloat32.class)),
                    array("heads_a", "grad" + (i + 1)).floats()))
            .isLessThan(TOLERANCE);
      }
    }
  }

  private static void assertValue(Session session, Operand<TFloat32> actual, JsonNode expected) {
    double value = expected.asDouble();
    assertThat((double) TestTensors.fetch(session, actual)[0])
        .isCloseTo(value, within(TOLERANCE * Math.max(1, value)));
  }

  private static void assertGradients(
      Graph graph, Session session, Operand<TFloat32> value, Heads heads, String name, String of) {
    Output<?>[] gradients =
        graph.addGradients(
            value.asOutput(),
            new Output<?>[] {heads.first().asOutput(), heads.second().asOutput()});
    for (int i = 0; i < 2; i++) {
      Npy expected = array(name, of + (i + 1));
      assertThat(
              FlatWeights.error(
                  TestTensors.fetch(session, gradients[i].expect(TFloat32.class)),
                  Layouts.nhwc(expected.floats(), expected.shape())))
          .as("%s of head %d", of, i + 1)
          .isLessThan(TOLERANCE);
    }
  }

  private static void assertOwnGradients(
      Graph graph,
      Session session,
      Variables variables,
      Operand<TFloat32> value,
      String name,
      String of) {
    Map<String, float[]> expected = owned(array(name, of), name);
    List<Float> actual = new ArrayList<>();
    List<Float> wanted = new ArrayList<>();
    for (Variable variable : variables.all()) {
      Output<?>[] gradient =
          graph.addGradients(value.asOutput(), new Output<?>[] {variable.value().asOutput()});
      for (float each : TestTensors.fetch(session, gradient[0].expect(TFloat32.class))) {
        actual.add(each);
      }
      for (float each : expected.get(variable.name())) {
        wanted.add(each);
      }
    }
    assertThat(FlatWeights.error(floats(actual), floats(wanted))).as(of).isLessThan(TOLERANCE);
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static Map<String, float[]> owned(Npy flat, String name) {
    Map<String, float[]> owned = new LinkedHashMap<>();
    FlatWeights.of(flat.floats(), CASES.get(name).get("layout"), FlatWeights::ofDiscriminator)
        .forEach((key, values) -> owned.put("discriminator.sum." + key, values));
    return owned;
  }

  private static Operand<TFloat32> total(Ops tf, Operand<TFloat32> values) {
    return tf.reduceSum(values, tf.constant(new int[] {0, 1, 2, 3}));
  }

  private static Npy array(String name, String of) {
    return Npy.read("golden/clan/%s_%s.npy".formatted(name, of));
  }

  private static Operand<TFloat32> map(Ops tf, String name, String of) {
    Npy npy = array(name, of);
    long[] s = npy.shape();
    return TestTensors.constant(
        tf, Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(npy.floats(), s));
  }
}
