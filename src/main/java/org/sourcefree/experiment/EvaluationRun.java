package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;
import org.sourcefree.data.Dataset;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.files.Folders;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.run.RunFolder;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.trust.Use;

/**
 * Measures a model on the evaluation images of a config: an adaptation's source model, or a
 * pretraining's result.
 */
public final class EvaluationRun {
  private final Experiment config;
  private final Optional<TestTimeAugmentation> augmentation;
  private final Models models;
  private final Progress progress;

  /**
   * Prepares a run; nothing is read yet.
   *
   * @param augmentation in place of the config's
   */
  public EvaluationRun(
      Experiment config,
      Optional<TestTimeAugmentation> augmentation,
      Models models,
      Progress progress) {
    this.config = config;
    this.augmentation = augmentation;
    this.models = models;
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
    TrainingConfig run = TrainingConfig.require(config, "evaluate");
    Dataset dataset =
        run.data()
            .evaluation()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "evaluate needs the key data.evaluation, found none"));
    OpenedModel opened = models.open(run.measured(), Use.PREDICTION);
    new GenerationRun(progress).ensure(dataset);
    try (ModelSession model = opened.session(run.compute())) {
      output.ifPresent(Folders::create);
      Evaluator evaluator =
          new Evaluator(
              dataset,
              run.data().views(progress::say),
              augmentation.orElseGet(run.data()::augmentation),
              progress);
      Scores scores = opened.computed(() -> evaluator.measure(model).scores());
      Measured measured =
          new Measured(opened.savedModel(), model.model().classes().names(), scores);
      output.ifPresent(folder -> Json.write(folder.resolve("results.json"), measured));
      return measured;
    } catch (RuntimeException e) {
      output.ifPresent(Folders::delete);
      throw e;
    }
  }
}
