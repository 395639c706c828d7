package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageCache;
import org.sourcefree.data.Images;
import org.sourcefree.data.TrainingView;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.BatchNorm;
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
  public Compute compute() {
    return Compute.of(device, precision);
  }

  /** The weighted sum of the terms, empty if there is none. */
  public Optional<Objective> objectiveSum() {
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
  public Adaptation withoutCache() {
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
