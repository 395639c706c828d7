package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Diversity;
import org.sourcefree.objective.DoubleSoftmaxEntropy;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.NegativeLearning;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Part;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Gradients;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.Batches;
import org.sourcefree.testing.PlainSession;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.replicas.Replicas;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Steps of several streams, players and machines against the same steps of one. */
class StreamsAndPlayersTest {
  private static final int CROP = 33;
  static final double RATE = 0.01;
  static final String SOURCE = "source";
  private static final Sgd SGD = new Sgd(0.9, 5e-4, 10, Double.POSITIVE_INFINITY);
  static final Objective OBJECTIVE =
      new Objective(
          List.of(
              new CrossEntropy(1),
              new Entropy(1),
              new DoubleSoftmaxEntropy(0.5),
              new Diversity(1),
              new NegativeLearning(1, 1)));

  /** What steps computed, and what the variables are then. */
  record Outcome(StepLosses losses, Map<String, float[]> variables) {}

  @Test
  void twoStreamsAreMinimisedAsOneOfAllTheirImages() {
    Batch first = batch(1, 1);
    Batch second = batch(2, 4);
    Outcome apart =
        run(
            settings(Statistics.FROZEN, Replicas.ONE, List.of(player(OBJECTIVE)), SOURCE),
            List.of(Map.of(Streams.TARGET, first, SOURCE, second)),
            RATE);
    Outcome together =
        run(
            settings(Statistics.FROZEN, Replicas.ONE, List.of(player(OBJECTIVE))),
            List.of(Map.of(Streams.TARGET, Batches.joined(first, second))),
            RATE);
    assertSame(apart, together);
  }

  @Test
  void aTermCountsThePixelsOfTheStreamsItLooksAt() {
    record OfSource(double weight) implements Term.Own {
      @Override
      public String name() {
        return "of_source";
      }

      @Override
      public boolean usesLabels() {
        return false;
      }

      @Override
      public boolean looksAt(String stream) {
        return stream.equals(SOURCE);
      }

      @Override
      public Part part(Ops tf, Predictions predictions) {
        return new Entropy(1).part(tf, predictions);
      }

      @Override
      public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
        return new Entropy(1).value(tf, mean);
      }
    }

    Objective objective = new Objective(List.of(new OfSource(1)));
    Outcome both =
        run(
            settings(Statistics.FROZEN, Replicas.ONE, List.of(player(objective)), SOURCE),
            List.of(Map.of(Streams.TARGET, batch(1, 1), SOURCE, batch(2, 4))),
            RATE);
    Outcome alone =
        run(
            settings(
                Statistics.FROZEN,
                Replicas.ONE,
                List.of(player(new Objective(List.of(new Entropy(1)))))),
            List.of(Map.of(Streams.TARGET, batch(2, 4))),
            RATE);
    assertThat(both.losses().total()).isCloseTo(alone.losses().total(), within(1e-6));
    assertThatThrownBy(
            () ->
                run(
                    settings(Statistics.FROZEN, Replicas.ONE, List.of(player(objective))),
                    List.of(),
                    RATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("of_source must look at a stream of the step, got [target]");
  }

  @Test
  void runningAveragesFollowOneStreamAfterTheOther() {
    Batch first = batch(1, 1);
    Batch second = batch(2, 4);
    Outcome atOnce =
        run(
            settings(Statistics.BATCH, Replicas.ONE, List.of(player(OBJECTIVE)), SOURCE),
            List.of(Map.of(Streams.TARGET, first, SOURCE, second)),
            0);
    Outcome inTurn =
        run(
            settings(Statistics.BATCH, Replicas.ONE, List.of(player(OBJECTIVE))),
            List.of(Map.of(Streams.TARGET, first), Map.of(Streams.TARGET, second)),
            0);
    int averages = 0;
    for (Map.Entry<String, float[]> variable : inTurn.variables().entrySet()) {
      if (variable.getKey().contains(".running_")) {
        averages++;
        assertClose(atOnce, variable.getKey(), variable.getValue());
      }
    }
    assertThat(averages).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Statistics.class)
  void twoPlayersMoveAsEachAlone(Statistics statistics) {
    Player head = player("head", OBJECTIVE, name -> name.startsWith("layer5."));
    Objective other = new Objective(List.of(new CrossEntropy(2)));
    Player body = player(Variables.NETWORK, other, name -> !name.startsWith("layer5."));
    List<Map<String, Batch>> batches = List.of(Map.of(Streams.TARGET, batch(2, 4)));
    Outcome both = run(settings(statistics, Replicas.ONE, List.of(body, head)), batches, RATE);
    Outcome heads = run(settings(statistics, Replicas.ONE, List.of(head)), batches, RATE);
    Outcome bodys = run(settings(statistics, Replicas.ONE, List.of(body)), batches, RATE);
    both.variables()
        .forEach(
            (name, values) ->
                assertClose(name.startsWith("layer5.") ? heads : bodys, name, values));
    assertThat(both.losses().terms().keySet())
        .containsExactly(
            "cross_entropy",
            "head.cross_entropy",
            "head.entropy",
            "head.double_softmax_entropy",
            "head.diversity",
            "head.negative_learning");
    assertThat(both.losses().total()).isEqualTo(bodys.losses().total());
  }

  @Test
  void twoMachinesWithTheSameImagesMoveAsOne() {
    Replicas twins =
        new Replicas() {
          @Override
          public Part sum(Ops tf, Part part) {
            Operand<TFloat32> others = tf.stopGradient(part.numerator());
            return new Part(
                tf.math.add(part.numerator(), others),
                tf.math.add(part.denominator(), part.denominator()));
          }

          @Override
          public Gradients sum(Ops tf, Gradients gradients) {
            return new Gradients(
                gradients.parameters(),
                gradients.values().stream()
                    .<Operand<TFloat32>>map(value -> tf.math.add(value, value))
                    .toList());
          }
        };
    List<Map<String, Batch>> batches = List.of(Map.of(Streams.TARGET, batch(2, 4)));
    List<Player> players = List.of(player(OBJECTIVE));
    assertSame(
        run(settings(Statistics.BATCH, twins, players), batches, RATE),
        run(settings(Statistics.BATCH, Replicas.ONE, players), batches, RATE));
  }

  @Test
  void namesAreOfOneStreamOrPlayerEach() {
    List<Player> two = List.of(player(OBJECTIVE), player(OBJECTIVE));
    assertThatThrownBy(() -> settings(Statistics.FROZEN, Replicas.ONE, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "players must be at least one, each with a name of its own, got [network, network]");
    assertThatThrownBy(() -> new Streams(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the streams must hold target, got []");
  }

  static Player player(Objective objective) {
    return Player.network(objective, SGD);
  }

  static Player player(String name, Objective objective, Predicate<String> moves) {
    return new Player(name, variable -> moves.test(variable.name()), objective, SGD, step -> 1);
  }

  static TrainingSettings settings(
      Statistics statistics, Replicas replicas, List<Player> players, String... others) {
    List<String> streams = new ArrayList<>(List.of(Streams.TARGET));
    streams.addAll(Arrays.asList(others));
    BatchNorm batchNorm =
        new BatchNorm(
            statistics, ScaleAndShift.FROZEN, 0.1, false, Optional.empty(), Optional.empty());
    return new TrainingSettings(batchNorm, players, streams, replicas, false, Optional.empty());
  }

  static Outcome run(TrainingSettings settings, List<Map<String, Batch>> batches, double rate) {
    try (Graph graph = new Graph();
        Session session = PlainSession.open(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step step = new Step(graph, variables, TinyNetwork.MODEL, settings, 11);
      TestTensors.initialise(session, variables, 21);
      step.reset(session);
      StepLosses losses = new StepLosses(0, 0, 0, Map.of(), true);
      for (Map<String, Batch> batch : batches) {
        losses = step.run(session, batch, 3, rate);
      }
      Map<String, float[]> values = new LinkedHashMap<>();
      for (Variable variable : variables.all()) {
        if (variable.role() != Role.MOMENTUM) {
          values.put(variable.name(), variables.read(session, variable.name()));
        }
      }
      return new Outcome(losses, values);
    }
  }

  static void assertSame(Outcome actual, Outcome expected) {
    expected
        .losses()
        .terms()
        .forEach(
            (name, value) ->
                assertThat(actual.losses().terms().get(name))
                    .as(name)
                    .isCloseTo(value, within(Math.max(1e-5, 1e-6 * Math.abs(value)))));
    expected.variables().forEach((name, values) -> assertClose(actual, name, values));
  }

  private static void assertClose(Outcome actual, String name, float[] expected) {
    assertThat(actual.variables().get(name))
        .as(name)
        .usingComparatorWithPrecision(2e-5f)
        .containsExactly(expected);
  }

  /** One image whose label share differs from seed to seed. */
  static Batch batch(long seed, int labelledOf) {
    int pixels = CROP * CROP;
    byte[] labels = TestTensors.labels(seed + 10, pixels, TinyNetwork.CLASSES);
    for (int i = 0; i < labels.length; i++) {
      if (i % labelledOf > 0) {
        labels[i] = (byte) 255;
      }
    }
    return new Batch(TestTensors.bytes(seed, 3 * pixels), labels, List.of("image " + seed), CROP);
  }
}
