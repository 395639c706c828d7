package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageCache;
import org.sourcefree.data.Images;
import org.sourcefree.data.OwnClasses;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.data.TrainingView;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Compute;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.DeepLabV2;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.pseudolabel.None;
import org.sourcefree.pseudolabel.Selection;
import org.sourcefree.training.Rounds;

/**
 * Adaptation of a pretrained model to an unlabelled target domain. Which method it is, is said by
 * the pseudo labels and the objective.
 *
 * @param seed of every random draw
 * @param output the run folder
 * @param objective the terms whose weighted sum is minimised; with none no step is taken, and the
 *     model stays as it was but for target statistics
 * @param device what computes; auto if left out
 * @param precision of products and convolutions; float32 if left out
 */
public record Adaptation(
    long seed,
    Path output,
    PretrainedModel model,
    Data data,
    BatchNorm batchNorm,
    Selection pseudoLabels,
    List<Term> objective,
    Sgd optimizer,
    Schedule schedule,
    Rounds training,
    Optional<Compute.Device> device,
    Optional<Compute.Precision> precision)
    implements Experiment {

  /**
   * The model to adapt. What it is travels inside it; what is said again here must agree.
   *
   * @param savedModel folder
   * @param graph where the network is, in a SavedModel that another program wrote
   * @param classes a class set of the field
   * @param ownClasses any other
   */
  public record PretrainedModel(
      Path savedModel,
      Optional<NamedTensors> graph,
      Optional<DeepLabV2> network,
      Optional<StandardClasses> classes,
      Optional<OwnClasses> ownClasses,
      Optional<Preprocessing> preprocessing) {

    /** Checks that a graph that says nothing of itself is described. */
    public PretrainedModel {
      if (classes.isPresent() && ownClasses.isPresent()) {
        throw new IllegalArgumentException("own_classes must be left out with classes");
      }
      if (graph.isPresent() && classes.isEmpty() && ownClasses.isEmpty()) {
        throw new IllegalArgumentException("classes must be named with graph, found none");
      }
      if (graph.isPresent() && preprocessing.isEmpty()) {
        throw new IllegalArgumentException("preprocessing must be named with graph, found none");
      }
      if (graph.isPresent() && network.isPresent()) {
        throw new IllegalArgumentException("network must be left out with graph, which holds it");
      }
    }

    /** The classes that are said, if any are. */
    Optional<ClassSet> classSet() {
      return classes.map(StandardClasses::set).or(() -> ownClasses.map(OwnClasses::set));
    }
  }

  /**
   * A network inside a flat graph.
   *
   * @param input tensor of the preprocessed images, float32 [N, H, W, 3]; need not be a placeholder
   * @param logits tensor of class scores, [N, h, w, C], at any stride
   * @param head prefixes of the names of the variables trained at the head's rate; may be empty
   */
  public record NamedTensors(String input, String logits, List<String> head) {}

  /**
   * Images and what is seen of them.
   *
   * @param target images to adapt to; their labels are never opened
   * @param evaluation labelled images to measure on, from which nothing is learnt
   * @param cache where decoded images are kept, if they are
   */
  public record Data(
      Dataset target,
      Optional<Dataset> evaluation,
      TrainingView trainingView,
      EvaluationView evaluationView,
      Optional<ImageCache> cache) {

    /**
     * What evaluation and the labelling pass see of images, and where training's come from.
     *
     * @param warning told if the cache cannot be written
     */
    ViewReader views(Consumer<String> warning) {
      return new ViewReader(evaluationView, Images.of(cache, warning));
    }
  }

  /** Checks that the objective has the labels it reads and the schedule fits the rounds. */
  public Adaptation {
    objective = List.copyOf(objective);
    boolean usesLabels = !objective.isEmpty() && new Objective(objective).usesLabels();
    if (usesLabels && pseudoLabels instanceof None) {
      throw new IllegalArgumentException(
          "pseudo_labels must not be none, as cross_entropy reads them");
    }
    schedule.checkRounds(training.stepsPerRound());
    training.checkLabels(data.evaluation());
    data.trainingView().checkBatch(training.batchSize());
  }

  /** On what and in which numbers to compute. */
  Compute compute() {
    return Compute.of(device, precision);
  }

  /** The weighted sum of the terms, empty if there is none. */
  Optional<Objective> objectiveSum() {
    return objective.isEmpty() ? Optional.empty() : Optional.of(new Objective(objective));
  }

  /** The same with results elsewhere. */
  public Adaptation withOutput(Path folder) {
    return new Adaptation(
        seed,
        folder,
        model,
        data,
        batchNorm,
        pseudoLabels,
        objective,
        optimizer,
        schedule,
        training,
        device,
        precision);
  }

  /** The same with every image decoded anew each time. */
  Adaptation withoutCache() {
    Data decoded =
        new Data(
            data.target(),
            data.evaluation(),
            data.trainingView(),
            data.evaluationView(),
            Optional.empty());
    return new Adaptation(
        seed,
        output,
        model,
        decoded,
        batchNorm,
        pseudoLabels,
        objective,
        optimizer,
        schedule,
        training,
        device,
        precision);
  }

  /** The model on the same images without a gradient step and without target statistics. */
  public Adaptation untrained() {
    return new Adaptation(
        seed,
        output,
        model,
        data,
        batchNorm.withoutTargetStatistics(),
        new None(),
        List.of(),
        optimizer,
        schedule,
        training,
        device,
        precision);
  }
}
