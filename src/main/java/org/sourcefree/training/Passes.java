package org.sourcefree.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.network.Normalisation;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Predictions;
import org.sourcefree.training.teacher.Lesson;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** The forward passes of a step's streams, one after another. */
final class Passes {
  private final Ops tf;
  private final Variables variables;
  private final Model model;
  private final TrainingSettings settings;
  private final Draws draws;
  private final Operand<TFloat32> momentum;
  private final Map<String, ForwardPass> passes = new LinkedHashMap<>();
  private final Map<String, Predictions> predictions = new LinkedHashMap<>();
  private final List<Operand<TBool>> gates = new ArrayList<>();

  /** None yet. */
  Passes(Ops tf, Variables variables, Model known, TrainingSettings settings, Draws draws) {
    this.tf = tf;
    this.variables = variables;
    this.model = settings.grown(known);
    this.settings = settings;
    this.draws = draws;
    this.momentum = tf.constant((float) settings.batchNorm().momentum());
  }

  /**
   * Builds the pass of a stream; running averages follow it after those before.
   *
   * @param computed what is there before the pass begins, so that a step need not hold what led to
   *     it beside all that the pass makes
   */
  void add(String stream, List<Op> computed) {
    BatchNorm batchNorm = settings.batchNorm();
    List<Op> updates = statisticsUpdates();
    Normalisation normalisation =
        new Normalisation(
            batchNorm.usesBatchStatistics(),
            momentum,
            updates.isEmpty() ? List.of() : List.of(tf.withControlDependencies(updates).noOp()),
            settings.replicas().batchParts(batchNorm));
    passes.put(
        stream,
        ForwardPass.build(
            tf,
            variables,
            model,
            new ForwardPass.Setting(
                stream, settings, normalisation, draws, inputs -> after(computed, inputs))));
  }

  private Operand<TFloat32> after(List<Op> computed, Operand<TFloat32> inputs) {
    if (computed.isEmpty()) {
      return inputs;
    }
    Operand<TBool> computing = tf.withControlDependencies(computed).constant(false);
    PlaceholderWithDefault<TBool> gate = tf.placeholderWithDefault(computing, Shape.scalar());
    gates.add(gate);
    // What waits for a tensor that is fed waits for what makes it, but not what waits for a copy.
    Operand<TBool> passed = tf.identity(gate);
    return tf.withControlDependencies(passed).identity(inputs);
  }

  /** Builds what discriminators say of a stream, if there are any. */
  void answer(String stream) {
    ForwardPass pass = of(stream);
    Predictions own = withPatches(pass.predictions());
    predictions.put(
        stream,
        settings
            .discriminators()
            .map(each -> own.withAnswers(each.answers(tf, variables, own, pass.features())))
            .orElse(own));
  }

  private Predictions withPatches(Predictions own) {
    return settings
        .patchModes()
        .map(each -> new PatchReading(each, variables, own.classes()).build(tf, own))
        .map(own::withPatches)
        .orElse(own);
  }

  /** What is predicted of every stream so far. */
  Map<String, Predictions> predictions() {
    return predictions;
  }

  /** A stream's pass. */
  ForwardPass of(String stream) {
    return Objects.requireNonNull(passes.get(stream), stream);
  }

  /** What a teacher makes of the images, if there is one. */
  Optional<Lesson> lesson() {
    return passes.values().stream().flatMap(pass -> pass.lesson().stream()).findFirst();
  }

  /** The updates of all passes, in a list of the caller's own. */
  List<Op> statisticsUpdates() {
    List<Op> updates = new ArrayList<>();
    passes.values().forEach(pass -> updates.addAll(pass.statisticsUpdates()));
    return updates;
  }

  /**
   * Feeds a batch to every stream.
   *
   * @param fed gets what was fed, which the caller closes
   */
  void feed(Session.Runner runner, Map<String, Batch> batches, List<TType> fed) {
    passes.forEach(
        (name, pass) ->
            fed.addAll(pass.feed(runner, Objects.requireNonNull(batches.get(name), name))));
  }

  /**
   * Lets no pass wait, in a run of passes alone.
   *
   * @param fed gets what was fed, which the caller closes
   */
  void openGates(Session.Runner runner, List<TType> fed) {
    for (Operand<TBool> gate : gates) {
      TBool open = TBool.scalarOf(true);
      fed.add(open);
      runner.feed(gate, open);
    }
  }
}
