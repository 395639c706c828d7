package org.sourcefree.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Predictions;
import org.sourcefree.optimizer.Gradients;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Parameter;
import org.sourcefree.training.replicas.Replicas;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/**
 * All players' parts of a step's graph. Each stream's losses and gradients are built before the
 * next stream's forward pass, but for losses of several streams, which come with the last of them.
 */
final class Turns {
  private final Graph graph;
  private final Ops tf;
  private final Variables variables;
  private final Model model;
  private final TrainingSettings settings;
  private final List<Turn> turns = new ArrayList<>();
  private Optional<LossScale> scale = Optional.empty();

  /** Nobody's yet. */
  Turns(Graph graph, Ops tf, Variables variables, Model model, TrainingSettings settings) {
    this.graph = graph;
    this.tf = tf;
    this.variables = variables;
    this.model = model;
    this.settings = settings;
  }

  /**
   * Builds the losses that can be, and their gradients.
   *
   * @param predictions of the streams so far
   */
  void take(Map<String, Predictions> predictions) {
    Replicas replicas = settings.replicas();
    List<String> streams = settings.streams();
    if (turns.isEmpty()) {
      scale = settings.scale(tf, variables);
    }
    for (int i = 0; i < settings.players().size(); i++) {
      Player player = settings.players().get(i);
      if (turns.size() == i) {
        turns.add(new Turn(tf, player));
      }
      Turn turn = turns.get(i);
      player
          .objective()
          .build(tf, streams, predictions, part -> replicas.sum(tf, part))
          .ifPresent(loss -> turn.add(graph, loss, scale, moved(player), streams.size() == 1));
    }
  }

  private List<Parameter> moved(Player player) {
    return settings.moved(player, variables, model);
  }

  /** All gradients so far. */
  List<Op> computed() {
    List<Op> computed = new ArrayList<>();
    turns.forEach(turn -> computed.addAll(turn.computed()));
    return computed;
  }

  /** Builds all moves, and that of the loss scale. */
  List<Op> moves() {
    List<Gradients> summed = new ArrayList<>();
    for (Turn turn : turns) {
      summed.add(settings.replicas().sum(tf, turn.gradients(moved(turn.player()))));
    }
    List<Gradients> taken = scale.map(each -> each.unscaled(summed)).orElse(summed);
    List<Op> moves = new ArrayList<>();
    scale.ifPresent(each -> moves.add(each.update(taken.get(0).finite().orElseThrow())));
    for (int i = 0; i < turns.size(); i++) {
      moves.add(turns.get(i).move(variables, taken.get(i), others(taken, i)));
    }
    return moves;
  }

  /** The gradients of all other players. */
  private static List<Op> others(List<Gradients> all, int player) {
    List<Op> others = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i != player) {
        others.addAll(all.get(i).values());
      }
    }
    return others;
  }

  /** Tells every player's optimizer that a round begins which is not the first. */
  void beginRound(Session session) {
    turns.forEach(turn -> turn.beginRound(session, variables));
  }

  /**
   * Feeds every player's learning rate and fetches its losses.
   *
   * @param fed gets what was fed, which the caller closes
   */
  void feed(Session.Runner runner, long step, double rateFactor, List<TType> fed) {
    turns.forEach(turn -> fed.add(turn.feed(runner, step, rateFactor)));
  }

  /** The losses of a step whose fetches began with the players'. */
  StepLosses read(Result result, long step, double rateFactor, boolean finite) {
    Map<String, Double> terms = new LinkedHashMap<>();
    int read = 0;
    for (Turn turn : turns) {
      read = turn.read(result, read, terms);
    }
    Turn first = turns.get(0);
    return new StepLosses(step, first.rate(step, rateFactor), first.total(result), terms, finite);
  }
}
