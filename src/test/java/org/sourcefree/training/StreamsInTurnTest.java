package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.sourcefree.training.StreamsAndPlayersTest.assertSame;
import static org.sourcefree.training.StreamsAndPlayersTest.batch;
import static org.sourcefree.training.StreamsAndPlayersTest.player;
import static org.sourcefree.training.StreamsAndPlayersTest.run;
import static org.sourcefree.training.StreamsAndPlayersTest.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.testing.Batches;
import org.sourcefree.testing.PlainSession;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.StreamsAndPlayersTest.Outcome;
import org.sourcefree.training.replicas.Accumulation;
import org.sourcefree.training.replicas.Replicas;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/** Losses of one stream, whose gradients come before the next stream's forward pass. */
class StreamsInTurnTest {
  private static final Objective OF_EACH =
      new Objective(List.of(entropy(Domain.SOURCE), entropy(Domain.TARGET)));
  private static final Map<String, Batch> BATCHES =
      Map.of(
          Streams.SOURCE, Batches.joined(batch(2, 4), batch(3, 2)),
          Streams.TARGET, Batches.joined(batch(1, 1), batch(4, 3)));

  @Test
  void aPassWaitsForTheGradientsOfTheStreamBefore() {
    assertThatThrownBy(() -> predictOnTargetAlone(OF_EACH))
        .isInstanceOf(TFInvalidArgumentException.class)
        .hasMessageContaining("You must feed a value for placeholder");
  }

  @Test
  void aPassDoesNotWaitWhereLossesAreOfBothStreams() {
    predictOnTargetAlone(new Objective(List.of(new CrossEntropy(1))));
  }

  /** The streams have as many pixels, so that twice the mean of both is the sum of each one's. */
  @Test
  void lossesInTurnMoveAsThoseAtOnce() {
    Outcome inTurn = run(inTurn(OF_EACH, Replicas.ONE), List.of(BATCHES), 0.01);
    Objective ofBoth = new Objective(List.of(new Entropy(2)));
    Outcome atOnce = run(inTurn(ofBoth, Replicas.ONE), List.of(BATCHES), 0.01);
    assertSame(new Outcome(atOnce.losses(), inTurn.variables()), atOnce);
    assertThat(inTurn.losses().total()).isCloseTo(atOnce.losses().total(), withinPercentage(1e-4));
    assertThat(inTurn.losses().terms().keySet())
        .containsExactly("entropy.source", "entropy.target");
  }

  @Test
  void aBatchInPartsMovesAsAtOnce() {
    assertSame(
        run(inTurn(OF_EACH, new Accumulation(2)), List.of(BATCHES), 1e-4),
        run(inTurn(OF_EACH, Replicas.ONE), List.of(BATCHES), 1e-4));
  }

  private static Entropy entropy(Domain domain) {
    return new Entropy(
        1, Optional.empty(), Optional.empty(), Optional.of(domain), Optional.empty());
  }

  private static TrainingSettings inTurn(Objective objective, Replicas replicas) {
    return settings(Statistics.FROZEN, replicas, List.of(player(objective))).withSource();
  }

  private static void predictOnTargetAlone(Objective objective) {
    try (Graph graph = new Graph();
        Session session = PlainSession.open(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step step =
          new Step(graph, variables, TinyNetwork.MODEL, inTurn(objective, Replicas.ONE), 11);
      TestTensors.initialise(session, variables, 21);
      Session.Runner runner = session.runner();
      List<TType> fed = step.pass(Streams.TARGET).feed(runner, batch(1, 1));
      try {
        runner.fetch(step.pass(Streams.TARGET).predictions().logits()).run().close();
      } finally {
        fed.forEach(TType::close);
      }
    }
  }
}
