package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageCache;
import org.sourcefree.data.Images;
import org.sourcefree.data.TrainingView;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.NewModel;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.training.Rounds;

/**
 * Supervised training on a labelled source domain from random weights, You et al. 2021, Eq. (1).
 *
 * @param seed of every random draw
 * @param output the run folder
 * @param device what computes; auto if left out
 * @param precision of products and convolutions; float32 if left out
 */
public record Pretraining(
    long seed,
    Path output,
    NewModel model,
    Data data,
    BatchNorm batchNorm,
    Sgd optimizer,
    Schedule schedule,
    Rounds training,
    Optional<Compute.Device> device,
    Optional<Compute.Precision> precision)
    implements Experiment {

  /**
   * Images and what is seen of them.
   *
   * @param source labelled images to train on
   * @param evaluation labelled images to measure the result on
   * @param cache where decoded images are kept, if they are
   */
  public record Data(
      Dataset source,
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

  /** Checks that there is something to validate on. */
  public Pretraining {
    training.checkLabels(data.evaluation());
    data.trainingView().checkBatch(training.batchSize());
  }

  /** On what and in which numbers to compute. */
  public Compute compute() {
    return Compute.of(device, precision);
  }
}
