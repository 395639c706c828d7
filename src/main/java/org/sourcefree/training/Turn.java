package org.sourcefree.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.optimizer.Gradients;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Parameter;
import org.sourcefree.training.replicas.Replicas;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A player's part of a step's graph: its losses, its gradients and its move. */
final class Turn {
  private final Ops tf;
  private final Player player;
  private final Objective.Loss loss;
  private final Placeholder<TFloat32> learningRate;

  /** Builds the losses. */
  Turn(Ops tf, Player player, Map<String, Predictions> streams, Replicas replicas) {
    this.tf = tf;
    this.player = player;
    this.loss = player.objective().build(tf, streams, part -> replicas.sum(tf, part));
    this.learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  /** Builds the gradients of the total, scaled if there is a scale. */
  Gradients gradients(Graph graph, Optional<LossScale> scale, List<Parameter> moved) {
    Operand<TFloat32> total = loss.total();
    return Gradients.of(graph, scale.map(each -> each.scaled(total)).orElse(total), moved);
  }

  /**
   * Builds the move.
   *
   * @param before computed before any weight moves
   */
  Op move(Variables variables, Gradients gradients, List<Op> before) {
    return player.optimizer().apply(tf, variables, gradients, learningRate, before);
  }

  void beginRound(Session session, Variables variables) {
    player.optimizer().beginRound(session, variables, player.moves());
  }

  /** The learning rate of a step, counted from 0. */
  double rate(long step, double factor) {
    return factor * player.learningRate().applyAsDouble(step);
  }

  /**
   * Feeds the learning rate and fetches the terms and the total.
   *
   * @return what was fed, which the caller closes
   */
  TFloat32 feed(Session.Runner runner, long step, double rateFactor) {
    TFloat32 rate = TFloat32.scalarOf((float) rate(step, rateFactor));
    runner.feed(learningRate, rate);
    loss.terms().values().forEach(runner::fetch);
    runner.fetch(loss.total());
    return rate;
  }

  /**
   * Reads the terms; those of other players than the network carry the player's name.
   *
   * @param first index of what this player fetched
   * @param terms where they go, by name
   * @return index of what the next player fetched
   */
  int read(Result result, int first, Map<String, Double> terms) {
    String prefix = player.name().equals(Variables.NETWORK) ? "" : player.name() + ".";
    int index = first;
    for (String name : loss.terms().keySet()) {
      terms.put(prefix + name, value(result, index++));
    }
    return index + 1;
  }

  /** The total of the player that fetched first. */
  double total(Result result) {
    return value(result, loss.terms().size());
  }

  private static double value(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }
}
