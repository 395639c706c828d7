package org.sourcefree.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Gradients;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Parameter;
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
  private final Placeholder<TFloat32> learningRate;
  private final List<Operand<TFloat32>> totals = new ArrayList<>();
  private final Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();
  private final List<Gradients> parts = new ArrayList<>();

  /** A player who has no losses yet. */
  Turn(Ops tf, Player player) {
    this.tf = tf;
    this.player = player;
    this.learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  /** Whose turn it is. */
  Player player() {
    return player;
  }

  /**
   * Adds losses and builds the gradients of their total, scaled if there is a scale.
   *
   * @param all whether there are no others, so that every parameter has a gradient
   */
  void add(
      Graph graph,
      Objective.Loss loss,
      Optional<LossScale> scale,
      List<Parameter> moved,
      boolean all) {
    Operand<TFloat32> total = scale.map(each -> each.scaled(loss.total())).orElseGet(loss::total);
    totals.add(loss.total());
    terms.putAll(loss.terms());
    parts.add(all ? Gradients.of(graph, total, moved) : Gradients.ofReached(graph, total, moved));
  }

  /** The gradients of what was added last, and before. */
  List<Operand<TFloat32>> computed() {
    return parts.stream().flatMap(part -> part.values().stream()).toList();
  }

  /** Builds the gradients of all that was added. */
  Gradients gradients(List<Parameter> moved) {
    return parts.size() == 1 && parts.get(0).parameters().equals(moved)
        ? parts.get(0)
        : Gradients.sum(tf, parts, moved);
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
   * Feeds the learning rate and fetches the terms and the totals.
   *
   * @return what was fed, which the caller closes
   */
  TFloat32 feed(Session.Runner runner, long step, double rateFactor) {
    TFloat32 rate = TFloat32.scalarOf((float) rate(step, rateFactor));
    runner.feed(learningRate, rate);
    terms.values().forEach(runner::fetch);
    totals.forEach(runner::fetch);
    return rate;
  }

  /**
   * Reads the terms, in the objective's order; those of other players than the network carry the
   * player's name.
   *
   * @param first index of what this player fetched
   * @param into where they go, by name
   * @return index of what the next player fetched
   */
  int read(Result result, int first, Map<String, Double> into) {
    String prefix = player.name().equals(Variables.NETWORK) ? "" : player.name() + ".";
    List<String> read = List.copyOf(terms.keySet());
    for (String name : player.objective().names()) {
      into.put(prefix + name, value(result, first + read.indexOf(name)));
    }
    return first + read.size() + totals.size();
  }

  /** The total of the player that fetched first. */
  double total(Result result) {
    double total = 0;
    for (int i = 0; i < totals.size(); i++) {
      total += value(result, terms.size() + i);
    }
    return total;
  }

  private static double value(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }
}
