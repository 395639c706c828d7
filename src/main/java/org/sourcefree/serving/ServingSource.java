package org.sourcefree.serving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.Model;
import org.sourcefree.predict.ModelSource;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.trust.Use;

/**
 * A model to serve and what was said of it.
 *
 * @param savedModel folder
 * @param evaluated the size at which it was evaluated, if that is known
 * @param weights every variable of the network, name to row-major values
 */
record ServingSource(
    Path savedModel, Optional<ImageSize> evaluated, Model model, Map<String, float[]> weights) {

  /**
   * Reads a model.
   *
   * @param named a SavedModel of ours, the folder of a run, or the config whose model evaluate
   *     measures
   * @param set overrides of the config's keys
   * @throws InvalidInputException if it cannot be read
   */
  static ServingSource read(Path named, List<String> set, Models models) {
    if (Files.isRegularFile(named)) {
      return of(ConfigReader.read(named, set, Experiment.class), models);
    }
    if (!set.isEmpty()) {
      throw new InvalidInputException("--set must come with a config, %s is none".formatted(named));
    }
    OpenedModel opened = models.open(named);
    requireUnserved(opened.file());
    return of(opened, Optional.empty());
  }

  /** With the evaluation size that the run's own config says. */
  ServingSource withRunsSize() {
    if (evaluated.isPresent()) {
      return this;
    }
    Optional<ImageSize> measured = size(new ModelSource(savedModel).measuredView());
    return new ServingSource(savedModel, measured, model, weights);
  }

  /** The folder of the run, or of the SavedModel where it stands alone. */
  Path home() {
    return new ModelSource(savedModel).home();
  }

  private static ServingSource of(Experiment config, Models models) {
    PretrainedModel said = TrainingConfig.require(config, "export").measured();
    return of(models.open(said, Use.PREDICTION), size(ModelSource.view(config)));
  }

  private static ServingSource of(OpenedModel opened, Optional<ImageSize> evaluated) {
    try (ModelSession session = opened.session(Compute.DEFAULT)) {
      return new ServingSource(
          opened.file().folder(),
          evaluated,
          session.model(),
          Variables.read(session.session(), session.weights()));
    }
  }

  private static Optional<ImageSize> size(Optional<EvaluationView> view) {
    return view.map(seen -> new ImageSize(seen.width(), seen.height()));
  }

  /** Its working size is in its graph alone and would be lost. */
  private static void requireUnserved(SavedModelFile file) {
    if (file.graph().containsSignatureDef(ServedModel.FILES)) {
      throw new InvalidInputException(
          "export must start from the model that a run or import left, %s is an export already"
              .formatted(file.folder()));
    }
  }
}
