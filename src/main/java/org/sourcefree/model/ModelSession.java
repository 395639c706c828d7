package org.sourcefree.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Model;
import org.sourcefree.network.Predictor;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.savedmodel.SavedModelFolder;
import org.sourcefree.training.Step;
import org.sourcefree.training.TrainingSettings;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * A model in a graph of its own and a session: the inference graph, to which training adds its own
 * parts on the same variables.
 */
public final class ModelSession implements AutoCloseable {
  private final Model model;
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final Inference inference;
  private final List<Variable> weights;

  /** Builds the model; its variables have no values yet. */
  public ModelSession(Model model) {
    this(model, Compute.DEFAULT);
  }

  /**
   * Builds the model; its variables have no values yet.
   *
   * @throws InvalidInputException if this machine cannot compute so
   */
  public ModelSession(Model model, Compute compute) {
    compute.requireAvailable();
    requireSound(model, compute);
    this.model = model;
    Ops tf = Ops.create(graph);
    this.variables = new Variables(tf, compute.kernels());
    this.inference = Inference.build(tf, variables, model);
    this.weights = variables.all();
    this.session = Sessions.open(graph, compute, numbers(weights));
  }

  private static long numbers(List<Variable> variables) {
    return variables.stream().mapToLong(each -> each.shape().size()).sum();
  }

  /**
   * Our own networks go round what TensorFlow computes wrongly in bfloat16, see {@link DeepLabV2}.
   */
  private static void requireSound(Model model, Compute compute) {
    if (compute.precision() == Compute.Precision.BFLOAT16
        && !(model.network() instanceof DeepLabV2)) {
      throw new InvalidInputException(
          "precision: bfloat16 must have a network that sourcefree builds, got another program's graph: TensorFlow's convolutions of an odd number of channels, such as an image's three, are wrong in bfloat16; use float32");
    }
  }

  /** Builds a model with its weights. */
  static ModelSession open(
      Model model, Compute compute, Function<List<Variable>, Map<String, float[]>> valuesOf) {
    ModelSession opened = new ModelSession(model, compute);
    try {
      opened.variables.assign(opened.session, valuesOf.apply(opened.weights));
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Gives every weight a value to train from nothing, see {@link DeepLabV2#initialValues}. */
  public void initialise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable weight : weights) {
      values.put(
          weight.name(), DeepLabV2.initialValues(weight.name(), weight.shape(), random.split()));
    }
    variables.assign(session, values);
  }

  /**
   * Writes the model with its present weights as a SavedModel.
   *
   * @throws InvalidInputException if a weight is not finite
   */
  public void export(Path folder) {
    export(folder, model);
  }

  /** The same with more said of it than it was opened with. */
  public void export(Path folder, Model described) {
    Map<String, float[]> values = Variables.read(session, weights);
    values.forEach(ModelSession::requireFinite);
    new SavedModelFolder(folder).write(described, Description.line(described), values);
  }

  /** Writes the model with the given weights, name to row-major values, as a SavedModel. */
  public void write(Path folder, Map<String, float[]> values) {
    new SavedModelFolder(folder).write(model, Description.line(model), values);
  }

  private static void requireFinite(String name, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "trained weights must be finite, got %s in %s; a lower learning_rate may help"
                .formatted(value, name));
      }
    }
  }

  public Model model() {
    return model;
  }

  public Graph graph() {
    return graph;
  }

  public Session session() {
    return session;
  }

  public Variables variables() {
    return variables;
  }

  /** The network's own variables, without those that training adds. */
  public List<Variable> weights() {
    return weights;
  }

  public Inference inference() {
    return inference;
  }

  /** The graph of predictions; the plain one without augmentation. */
  public Inference inference(TestTimeAugmentation augmentation) {
    return augmentation.equals(TestTimeAugmentation.NONE)
        ? inference
        : augmentation.build(Ops.create(graph), variables, model);
  }

  /** Adds a gradient step, with momenta as they are before the first. */
  public Step step(TrainingSettings settings, long seed) {
    Step step = new Step(graph, variables, model, settings, seed);
    step.reset(session);
    return step;
  }

  public Predictor predictor() {
    return new Predictor(session, inference);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
