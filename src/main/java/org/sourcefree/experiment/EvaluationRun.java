package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.config.Json;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Share;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.run.RunFolder;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.trust.Use;
import org.sourcefree.workers.Chief;
import org.sourcefree.workers.Follower;
import org.sourcefree.workers.RunFacts;
import org.sourcefree.workers.Workers;

/**
 * Measures a model on the evaluation images of a config: an adaptation's source model, or a
 * pretraining's result.
 */
public final class EvaluationRun {
  private final Experiment config;
  private final Optional<TestTimeAugmentation> augmentation;
  private final Models models;
  private final Progress progress;
  private final Workers workers;

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
    this(config, augmentation, models, progress, Workers.ALONE);
  }

  private EvaluationRun(
      Experiment config,
      Optional<TestTimeAugmentation> augmentation,
      Models models,
      Progress progress,
      Workers workers) {
    this.config = config;
    this.augmentation = augmentation;
    this.models = models;
    this.progress = progress;
    this.workers = workers;
  }

  /** The run shared with other workers, each of whom has the result; the chief alone writes. */
  public EvaluationRun sharedWith(Workers others) {
    return new EvaluationRun(config, augmentation, models, progress, others);
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
   * @param output a new folder for results.json, if it is wanted; several workers need one that all
   *     of them see
   * @throws InvalidInputException if there is nothing to evaluate, it cannot be read, or the folder
   *     exists; no folder is left behind then
   */
  public Measured run(Optional<Path> output) {
    if (workers.isChief()) {
      output.ifPresent(RunFolder::requireAbsent);
    }
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
    TestTimeAugmentation views = augmentation.orElseGet(run.data()::augmentation);
    Evaluator evaluator = new Evaluator(dataset, run.data().views(progress::say), views, progress);
    if (workers.share().equals(Share.ALL)) {
      return kept(output, () -> measured(opened, run.compute(), evaluator, model -> Pool.ONE));
    }
    Path folder =
        output.orElseThrow(
            () ->
                new InvalidInputException(
                    "evaluate needs --out DIR where several workers share it, a folder that all of them see"));
    List<String> facts = facts(dataset, opened, views);
    return workers.isChief()
        ? kept(output, () -> workers.lead(() -> led(opened, run, evaluator, folder, facts)))
        : followed(opened, run, evaluator, folder, facts);
  }

  private List<String> facts(Dataset dataset, OpenedModel opened, TestTimeAugmentation views) {
    List<String> facts =
        new ArrayList<>(
            RunFacts.of(
                ConfigWriter.yaml(config), Optional.of(opened.savedModel()), dataset.samples()));
    facts.add("views: " + views);
    return facts;
  }

  private Measured led(
      OpenedModel opened,
      TrainingConfig run,
      Evaluator evaluator,
      Path folder,
      List<String> facts) {
    StopRequest stop = new StopRequest();
    return measured(
        opened,
        workers.on(run.compute()),
        evaluator,
        model -> Chief.lead(workers, model, folder, facts, progress, stop).measuring(model));
  }

  private Measured followed(
      OpenedModel opened,
      TrainingConfig run,
      Evaluator evaluator,
      Path folder,
      List<String> facts) {
    Follower follower = new Follower(workers, run.compute(), folder, new StopRequest());
    AtomicReference<@Nullable Measured> result = new AtomicReference<>();
    Follower.Work work =
        new Follower.Work() {
          @Override
          public ModelSession open() {
            return opened.session(workers.on(run.compute()));
          }

          @Override
          public void measure(ModelSession model, Pool pool) {
            evaluator
                .measureIfPossible(model, pool)
                .ifPresent(all -> result.set(measured(opened, model, all)));
          }
        };
    follower.run(facts, () -> work, run.seed());
    return Objects.requireNonNull(result.get(), "the chief has measured nothing");
  }

  private static Measured measured(
      OpenedModel opened,
      Compute compute,
      Evaluator evaluator,
      Function<ModelSession, Pool> pools) {
    try (ModelSession model = opened.session(compute)) {
      Pool pool = pools.apply(model);
      return measured(opened, model, opened.computed(() -> evaluator.measure(model, pool)));
    }
  }

  private static Measured measured(OpenedModel opened, ModelSession model, Measurement all) {
    return new Measured(opened.savedModel(), model.model().classes().names(), all.scores());
  }

  private static Measured kept(Optional<Path> output, Supplier<Measured> work) {
    output.ifPresent(Folders::create);
    try {
      Measured measured = work.get();
      output.ifPresent(folder -> Json.write(folder.resolve("results.json"), measured));
      return measured;
    } catch (RuntimeException e) {
      output.ifPresent(Folders::delete);
      throw e;
    }
  }
}
