package org.sourcefree.predict;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.savedmodel.SavedModelFolder;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.trust.Use;

/**
 * A model as a command line names it.
 *
 * @param path a SavedModel's folder, a run folder, or an adaptation's config, which may name
 *     another program's graph
 */
public record ModelSource(Path path) {
  private static final String CONFIG = "experiment.yaml";
  private static final String VIEW = "data.evaluation_view";

  /**
   * Opens the model for predictions.
   *
   * @throws InvalidInputException if it is refused or cannot be read
   */
  public OpenedModel open(Models models) {
    return Files.isRegularFile(path)
        ? models.open(adaptation().model(), Use.PREDICTION)
        : models.open(path);
  }

  /**
   * How the model was measured: the view of the config, or of the config that its run left.
   *
   * @throws InvalidInputException if it cannot be read
   */
  public Optional<EvaluationView> measuredView() {
    if (Files.isRegularFile(path)) {
      return Optional.of(adaptation().data().evaluationView());
    }
    Path beside = home().resolve(CONFIG);
    return Files.isRegularFile(beside) ? writtenView(beside) : Optional.empty();
  }

  /** Of the rest of a run's config some may be a program's own, which no config reader knows. */
  private static Optional<EvaluationView> writtenView(Path config) {
    Map<String, String> values = ConfigReader.readValues(config);
    String width = values.get(VIEW + ".width");
    String height = values.get(VIEW + ".height");
    if (width == null || height == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EvaluationView(Integer.parseInt(width), Integer.parseInt(height)));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s must be the size of an image, got %s×%s (%s)".formatted(VIEW, width, height, config),
          e);
    }
  }

  /** The folder of the run, also of its best model, or of the SavedModel where it stands alone. */
  public Path home() {
    Path folder = new SavedModelFolder(path).path().toAbsolutePath().normalize();
    Path parent = folder.getParent();
    if (parent == null || !folder.endsWith("saved_model")) {
      return folder;
    }
    Path run = parent.getParent();
    if (run != null && parent.endsWith("best") && Files.isRegularFile(run.resolve(CONFIG))) {
      return run;
    }
    return parent;
  }

  /** The view that a config measures with, if it trains or measures at all. */
  public static Optional<EvaluationView> view(Experiment experiment) {
    return TrainingConfig.of(experiment).map(config -> config.data().evaluationView());
  }

  private Adaptation adaptation() {
    return Adaptation.of(ConfigReader.read(path, List.of(), Experiment.class))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "a config that names a model must be of kind adaptation (%s: kind)"
                        .formatted(path)));
  }
}
