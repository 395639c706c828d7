package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.files.Folders;
import org.sourcefree.model.Agreement;
import org.sourcefree.model.DamagedGraph;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.run.RunFolder;

/**
 * Measures a model on the evaluation images of a config: an adaptation's source model, or a
 * pretraining's result.
 */
public final class EvaluationRun {
  private final Experiment config;
  private final TestTimeAugmentation augmentation;
  private final Progress progress;

  /** Prepares a run; nothing is read yet. */
  public EvaluationRun(Experiment config, TestTimeAugmentation augmentation, Progress progress) {
    this.config = config;
    this.augmentation = augmentation;
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
   * @param output a new folder for results.json, if it is wanted
   * @throws InvalidInputException if there is nothing to evaluate, it cannot be read, or the folder
   *     exists; no folder is left behind then
   */
  public Measured run(Optional<Path> output) {
    output.ifPresent(RunFolder::requireAbsent);
    if (config instanceof Adaptation adaptation) {
      Dataset dataset = required(adaptation.data().evaluation());
      Agreement.describe(adaptation.model());
      return measure(
          adaptation.model().savedModel(),
          () -> ModelSession.open(adaptation.model(), adaptation.compute()),
          dataset,
          adaptation.data().views(progress::say),
          output);
    }
    if (config instanceof Pretraining pretraining) {
      Dataset dataset = required(pretraining.data().evaluation());
      Path savedModel = pretraining.output().resolve("saved_model");
      Agreement.describe(savedModel, pretraining.model());
      return measure(
          savedModel,
          () -> ModelSession.open(savedModel, pretraining.compute()),
          dataset,
          pretraining.data().views(progress::say),
          output);
    }
    throw new InvalidInputException(
        "kind must be adaptation or pretraining to evaluate, got generation");
  }

  private static Dataset required(Optional<Dataset> evaluation) {
    return evaluation.orElseThrow(
        () -> new InvalidInputException("evaluate needs the key data.evaluation, found none"));
  }

  private Measured measure(
      Path savedModel,
      Supplier<ModelSession> opening,
      Dataset dataset,
      ViewReader views,
      Optional<Path> output) {
    new GenerationRun(progress).ensure(dataset);
    try (ModelSession model = opening.get()) {
      output.ifPresent(Folders::create);
      Evaluator evaluator = new Evaluator(dataset, views, progress);
      Scores scores =
          DamagedGraph.computed(
              savedModel, model.model(), () -> evaluator.measure(model, augmentation).scores());
      Measured measured = new Measured(savedModel, model.model().classes().names(), scores);
      output.ifPresent(folder -> Json.write(folder.resolve("results.json"), measured));
      return measured;
    } catch (RuntimeException e) {
      output.ifPresent(Folders::delete);
      throw e;
    }
  }
}
