package org.sourcefree.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.evaluation.Scores;

/** Measures a model on the evaluation images of a config: an adaptation's source model, or a pretraining's result. */
public final class EvaluationRun {
  private final Experiment config;
  private final Progress progress;

  /** Prepares a run; nothing is read yet. */
  public EvaluationRun(Experiment config, Progress progress) {
    this.config = config;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param classes names in the model's order
   */
  public record Measured(Path savedModel, List<String> classes, Scores scores) {}

  /**
   * Measures.
   *
   * @throws InvalidInputException if there is nothing to evaluate, or it cannot be read
   */
  public Measured run() {
    if (config instanceof Adaptation adaptation) {
      return measure(
          adaptation.model().savedModel(),
          adaptation.data().evaluation(),
          adaptation.data().evaluationView());
    }
    if (config instanceof Pretraining pretraining) {
      return measure(
          pretraining.output().resolve("saved_model"),
          pretraining.data().evaluation(),
          pretraining.data().evaluationView());
    }
    throw new InvalidInputException("evaluate needs a config of kind adaptation or pretraining");
  }

  private Measured measure(Path savedModel, Optional<Dataset> labelled, EvaluationView view) {
    Dataset dataset =
        labelled.orElseThrow(
            () -> new InvalidInputException("evaluate needs data.evaluation in the config"));
    new GenerationRun(progress).ensure(dataset);
    try (ModelSession model = ModelSession.open(savedModel)) {
      Scores scores = new Evaluator(dataset, view, progress).scores(model);
      return new Measured(savedModel, model.model().classes().names(), scores);
    }
  }

  /**
   * Writes results.json into a new folder.
   *
   * @throws InvalidInputException if the folder exists
   */
  public static void write(Path folder, Measured measured) {
    RunFolder.requireAbsent(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException("could not make the folder %s: %s".formatted(folder, e), e);
    }
    Json.write(folder.resolve("results.json"), measured);
  }
}
