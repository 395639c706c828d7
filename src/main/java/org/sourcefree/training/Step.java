package org.sourcefree.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Draws;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.training.replicas.Replicas;
import org.sourcefree.training.teacher.Lesson;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * One gradient step as a graph: the forward pass of every stream, every player's losses and
 * gradients, their sums over all replicas, and the moves. All gradients are taken at the weights of
 * the step's beginning; then all players move.
 */
public final class Step {
  private final Variables variables;
  private final Replicas replicas;
  private final Placeholder<TInt64> number;
  private final Passes passes;
  private final Turns turns;
  private final NewWeights newWeights;
  private final Optional<Op> begun;
  private final Operand<TBool> finite;

  /**
   * Builds the graph.
   *
   * @param variables the network's are shared with other graphs built on them; the optimizers' are
   *     added
   * @param seed of the objectives' random draws
   */
  public Step(Graph graph, Variables variables, Model model, TrainingSettings settings, long seed) {
    Ops tf = Ops.create(graph);
    this.replicas = settings.replicas();
    this.variables = variables;
    this.newWeights =
        new NewWeights(
            variables, settings.grown(model).network(), settings.added(), seed, settings::first);
    number = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));

    passes = new Passes(tf, variables, model, settings, new Draws(seed, number));
    turns = new Turns(graph, tf, variables, model, settings);
    for (String stream : settings.streams()) {
      passes.add(stream, turns.computed());
      passes.answer(stream);
      turns.take(passes.predictions());
    }

    List<Op> moves = passes.statisticsUpdates();
    moves.addAll(turns.moves());
    Op moved = tf.withControlDependencies(moves).noOp();
    Optional<Lesson> lesson = passes.lesson();
    begun = lesson.map(each -> each.begin(tf));
    Op done = lesson.map(each -> each.follow(tf, moved, number)).orElse(moved);
    finite = finite(tf.withControlDependencies(done), variables);
  }

  /**
   * Sets what the step adds to the network to what it is before the first step: momenta, the loss
   * scale, discriminators and heads that do not predict; and makes the teacher, if there is one, a
   * copy of the network. Heads and attention that predict stay as they are.
   */
  public void reset(Session session) {
    reset(session, newWeights.ofTrainingAlone());
  }

  /** The same, and what predicts gets the values that it begins training with. */
  public void begin(Session session) {
    reset(session, newWeights.all());
  }

  private void reset(Session session, Map<String, float[]> made) {
    Sgd.reset(session, variables);
    LossScale.reset(session, variables);
    variables.assign(session, made);
    begun.ifPresent(each -> session.runner().addTarget(each).run().close());
  }

  /**
   * Sets the kinds of patches that are told apart.
   *
   * @param centres [K, 4·C]
   */
  public void tellApart(Session session, float[][] centres) {
    PatchReading.assign(session, variables, centres);
  }

  /** Tells every player's optimizer that a round begins which is not the first. */
  void beginRound(Session session) {
    turns.beginRound(session);
  }

  /** Runs one step on the target stream alone, see {@link #run(Session, Map, long, double)}. */
  public StepLosses run(Session session, Batch target, long step, double rateFactor) {
    return run(session, Map.of(Streams.TARGET, target), step, rateFactor);
  }

  /**
   * Runs one step.
   *
   * @param batches of every stream, by its name
   * @param step counted from 0
   * @param rateFactor on every player's learning rate
   */
  public StepLosses run(Session session, Map<String, Batch> batches, long step, double rateFactor) {
    replicas.beginStep(step, rateFactor);
    List<TType> fed = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      Replicas.Partial partial = (part, moves, more) -> partial(session, step, part, moves, more);
      passes.feed(runner, replicas.allButLast(partial, batches, runner, fed), fed);
      return run(runner, step, rateFactor);
    } finally {
      fed.forEach(TType::close);
    }
  }

  private Session.Runner partial(
      Session session, long step, Map<String, Batch> part, boolean movesAverages, List<TType> fed) {
    Session.Runner runner = session.runner();
    passes.feed(runner, part, fed);
    TInt64 counted = TInt64.scalarOf(step);
    fed.add(counted);
    runner.feed(number, counted);
    if (movesAverages) {
      passes.statisticsUpdates().forEach(runner::addTarget);
    } else {
      passes.openGates(runner, fed);
    }
    return runner;
  }

  /** Runs one step with the images and labels, or tensors behind them, already fed. */
  StepLosses run(Session.Runner runner, long step, double rateFactor) {
    List<TType> fed = new ArrayList<>();
    try {
      fed.add(TInt64.scalarOf(step));
      runner.feed(number, fed.get(0));
      turns.feed(runner, step, rateFactor, fed);
      try (Result result = runner.fetch(finite).run()) {
        boolean finiteWeights = ((TBool) result.get(result.size() - 1)).getBoolean();
        return turns.read(result, step, rateFactor, finiteWeights);
      }
    } finally {
      fed.forEach(TType::close);
    }
  }

  /** Whether the squares of all variables but momenta have a finite sum, scalar. */
  private static Operand<TBool> finite(Ops after, Variables variables) {
    List<Operand<TFloat32>> squares = new ArrayList<>();
    for (Variable variable : variables.all()) {
      if (variable.role() != Role.MOMENTUM) {
        squares.add(after.nn.l2Loss(after.readVariableOp(variable.handle(), TFloat32.class)));
      }
    }
    return after.math.isFinite(after.math.addN(squares));
  }

  /** Variables, momenta among them, with the first of their numbers that is not finite. */
  Map<Variable, Float> notFinite(Session session) {
    Map<String, float[]> values = Variables.read(session, variables.all());
    Map<Variable, Float> found = new LinkedHashMap<>();
    for (Variable variable : variables.all()) {
      for (float value : values.getOrDefault(variable.name(), new float[0])) {
        if (!Float.isFinite(value)) {
          found.putIfAbsent(variable, value);
        }
      }
    }
    return found;
  }

  /** Who takes the step together. */
  Replicas replicas() {
    return replicas;
  }

  /** A stream's forward pass. */
  ForwardPass pass(String stream) {
    return passes.of(stream);
  }
}
