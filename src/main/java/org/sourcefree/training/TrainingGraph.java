package org.sourcefree.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.network.Network;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.optimizer.Sgd.Parameter;
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
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * One gradient step as a graph: images and labels to losses, gradients and the update of every
 * trained variable.
 */
public final class TrainingGraph {
  private static final Shape IMAGES = Shape.of(-1, -1, -1, 3);

  private final Placeholder<TUint8> images;
  private final Operand<TFloat32> inputs;
  private final Placeholder<TUint8> labels;
  private final Placeholder<TInt64> step;
  private final Placeholder<TFloat32> learningRate;
  private final Objective.Loss loss;
  private final Operand<TBool> finite;
  private final Variables variables;

  /**
   * Builds the graph.
   *
   * @param variables the network's are shared with other graphs built on them; the optimizer's are
   *     added
   * @param seed of the objective's random draws
   */
  public TrainingGraph(
      Graph graph, Variables variables, Model model, TrainingSettings settings, long seed) {
    Ops tf = Ops.create(graph);
    images = tf.placeholder(TUint8.class, Placeholder.shape(IMAGES));
    inputs = model.preprocessing().build(tf, images);
    labels = tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1)));
    step = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    int classes = model.classes().size();
    BatchNorm batchNorm = settings.batchNorm();
    Network network =
        model
            .network()
            .build(
                tf,
                variables,
                inputs,
                classes,
                batchNorm.usesBatchStatistics(),
                tf.constant((float) batchNorm.momentum()));
    Operand<TInt32> size =
        tf.slice(tf.shape(inputs), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    Operand<TFloat32> logits = Network.upsample(tf, network.logits(), size);
    loss = settings.objective().build(tf, Predictions.of(tf, logits, labels, classes, seed, step));
    List<Parameter> parameters = parameters(model.network(), variables, batchNorm);
    List<Op> updates = new ArrayList<>(network.statisticsUpdates());
    Sgd.Gradients gradients = gradients(graph, variables, parameters, settings.lossScaling());
    gradients
        .finite()
        .ifPresent(finite -> updates.add(new LossScale(tf, variables).update(finite)));
    updates.add(settings.optimizer().apply(tf, variables, parameters, gradients, learningRate));
    this.variables = variables;
    finite = finite(tf.withControlDependencies(updates), variables);
  }

  private Sgd.Gradients gradients(
      Graph graph, Variables variables, List<Parameter> parameters, boolean scaling) {
    if (!scaling) {
      return new Sgd.Gradients(Sgd.gradients(graph, loss.total(), parameters), Optional.empty());
    }
    LossScale scale = new LossScale(Ops.create(graph), variables);
    return scale.unscaled(Sgd.gradients(graph, scale.scaled(loss.total()), parameters));
  }

  /**
   * Runs one step.
   *
   * @param number counted from 0
   */
  public StepLosses run(Session session, Batch batch, long number, double rate) {
    Shape pixels = Shape.of(batch.size(), batch.crop(), batch.crop());
    try (TUint8 imageTensor = Tensors.bytes(pixels.append(3), batch.images());
        TUint8 labelTensor = Tensors.bytes(pixels, batch.labels())) {
      return run(
          session.runner().feed(images, imageTensor).feed(labels, labelTensor), number, rate);
    }
  }

  /** Runs one step with the images and labels, or tensors behind them, already fed. */
  StepLosses run(Session.Runner runner, long number, double rate) {
    loss.terms().values().forEach(runner::fetch);
    try (TInt64 stepTensor = TInt64.scalarOf(number);
        TFloat32 rateTensor = TFloat32.scalarOf((float) rate);
        Result result =
            runner
                .feed(step, stepTensor)
                .feed(learningRate, rateTensor)
                .fetch(loss.total())
                .fetch(finite)
                .run()) {
      Map<String, Double> terms = new LinkedHashMap<>();
      int index = 0;
      for (String name : loss.terms().keySet()) {
        terms.put(name, (double) ((TFloat32) result.get(index++)).getFloat());
      }
      double total = ((TFloat32) result.get(index++)).getFloat();
      boolean finiteWeights = ((TBool) result.get(index)).getBoolean();
      return new StepLosses(number, rate, total, terms, finiteWeights);
    }
  }

  /** Whether the squares of all variables but momenta have a finite sum, scalar. */
  private static Operand<TBool> finite(Ops after, Variables variables) {
    List<Operand<TFloat32>> squares = new ArrayList<>();
    for (Variable variable : variables.all()) {
      if (!Sgd.isMomentum(variable.name())) {
        squares.add(after.nn.l2Loss(after.readVariableOp(variable.handle(), TFloat32.class)));
      }
    }
    return after.math.isFinite(after.math.addN(squares));
  }

  /** Variables, momenta among them, by name, with the first number that is not finite. */
  Map<String, Float> notFinite(Session session) {
    Map<String, Float> found = new LinkedHashMap<>();
    Variables.read(session, variables.all())
        .forEach(
            (name, values) -> {
              for (float value : values) {
                if (!Float.isFinite(value)) {
                  found.putIfAbsent(name, value);
                }
              }
            });
    return found;
  }

  /** Preprocessed images, [N, H, W, 3]. */
  Operand<TFloat32> inputs() {
    return inputs;
  }

  /** Train ids, [N, H, W], uint8. */
  Operand<TUint8> labels() {
    return labels;
  }

  private static List<Parameter> parameters(
      Architecture network, Variables variables, BatchNorm batchNorm) {
    return variables.all().stream()
        .filter(variable -> network.isTrained(variable.name(), batchNorm.scaleAndShift()))
        .map(variable -> new Parameter(variable, network.isHead(variable.name())))
        .toList();
  }
}
