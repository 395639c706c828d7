package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.Checkpoints;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.ForeignNetwork;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Objective;
import org.sourcefree.training.TargetStatistics;
import org.sourcefree.training.TrainingSettings;

/**
 * Adapts a pretrained model to a target domain and measures it before, with target statistics
 * alone, and after. Only the images named as evaluation are read with labels.
 */
public final class AdaptationRun {
  private final Adaptation config;
  private final Progress progress;
  private final ViewReader views;
  private final Optional<Evaluator> evaluator;
  private final boolean measuresBefore;

  /** Prepares a run; nothing is read or written yet. */
  public AdaptationRun(Adaptation config, Progress progress) {
    this(config, progress, true);
  }

  private AdaptationRun(Adaptation config, Progress progress, boolean measuresBefore) {
    this.measuresBefore = measuresBefore;
    this.config = config;
    this.progress = progress;
    this.views = config.data().views(progress::say);
    this.evaluator =
        config.data().evaluation().map(dataset -> new Evaluator(dataset, views, progress));
  }

  /** The run without measurements of the model before training. */
  public AdaptationRun measuringTheResultAlone() {
    return new AdaptationRun(config, progress, false);
  }

  /** Whether a folder holds a run that {@link #run} can resume. */
  public static boolean canResume(Path folder) {
    return new Checkpoints(folder.resolve("checkpoints")).latest().isPresent();
  }

  /**
   * Runs.
   *
   * @param output the run folder
   * @param resume whether to go on with the run in it
   * @throws InvalidInputException if the model, the data or the folder does not fit; nothing is
   *     left behind then
   */
  public Outcome run(Path output, boolean resume) {
    RunFolder folder = RunFolder.open(output, config, resume);
    config.compute().requireAvailable();
    Model model = Agreement.describe(config.model());
    config.objectiveSum().ifPresent(objective -> requireDefined(objective, model.classes().size()));
    if (model.network() instanceof ForeignNetwork foreign) {
      requireTrainable(foreign, config.batchNorm());
    }
    GenerationRun generation = new GenerationRun(progress);
    generation.ensure(config.data().target());
    config.data().evaluation().ifPresent(generation::ensure);
    TrainingData target =
        new TrainingData(
            config.data().target().samples(),
            Labels.none(),
            config.data().trainingView(),
            config.training().batchSize(),
            config.seed(),
            views.images());
    try (ModelSession session = ModelSession.open(config.model(), config.compute())) {
      folder.create();
      try {
        return adapt(session, folder, target);
      } catch (RuntimeException e) {
        folder.discardUnlessResumable();
        throw e;
      }
    }
  }

  private Outcome adapt(ModelSession model, RunFolder folder, TrainingData target) {
    if (config.objectiveSum().isPresent()) {
      train(model, folder, target, config.objectiveSum().get());
    } else {
      start(model, folder, target.samples());
    }
    model.export(folder.savedModel());
    Optional<Measurement> after = measure(model, folder);
    after.ifPresent(folder::writeEvaluation);
    folder.writeResults(folder.results().withAfter(after.map(Measurement::scores)));
    return new Outcome(
        folder.path(),
        folder.savedModel(),
        model.model().classes(),
        folder.results(),
        examples(model));
  }

  private void train(
      ModelSession model, RunFolder folder, TrainingData target, Objective objective) {
    PseudoLabeller labeller = new PseudoLabeller(model, config, views, folder, progress);
    CollapseWatch watch = new CollapseWatch(model, target.samples(), views, folder, progress);
    TrainingSettings settings =
        new TrainingSettings(
            config.batchNorm(), objective, config.optimizer(), config.compute().needsLossScaling());
    TrainingLoop loop = new TrainingLoop(model, settings, config.seed(), folder, progress);
    OptionalLong taken = loop.restore();
    watch.restore(taken);
    if (taken.isEmpty()) {
      start(model, folder, target.samples());
      watch.lookIfDue(0, config.training());
      loop.saveStart();
    }
    long first = taken.orElse(0);
    loop.run(
        first,
        config.schedule(),
        config.training(),
        round -> target.with(labeller.label(round, first, target.samples())),
        step -> watch.lookIfDue(step, config.training()));
  }

  /**
   * Everything before the first step: provenance, the source model's scores, target statistics and
   * theirs.
   */
  private void start(ModelSession model, RunFolder folder, List<Sample> target) {
    folder.writeProvenance(
        new Provenance(config.seed())
            .model(config.model().savedModel())
            .images("target", target)
            .entries());
    if (measuresBefore) {
      measure(model, folder)
          .ifPresent(before -> folder.writeResults(Results.none().withBefore(before.scores())));
    }
    if (config.batchNorm().targetStatistics()) {
      TargetStatistics statistics =
          new TargetStatistics(model.graph(), model.session(), model.variables(), model.model());
      try (Progress.Task task = progress.start("target statistics", target.size(), 0)) {
        statistics.estimate(
            target, views, config.training().batchSize(), done -> task.advance(done, ""));
      }
      if (measuresBefore) {
        measure(model, folder)
            .ifPresent(
                measured ->
                    folder.writeResults(folder.results().withTargetStatistics(measured.scores())));
      }
    }
  }

  private Optional<Measurement> measure(ModelSession model, RunFolder folder) {
    return evaluator.map(each -> folder.measuring(() -> each.measure(model)));
  }

  private List<Example> examples(ModelSession adapted) {
    Adaptation.Data data = config.data();
    try (ModelSession source = ModelSession.open(config.model(), config.compute())) {
      return Example.of(
          data.evaluation().orElse(data.target()),
          data.evaluation().isPresent(),
          views,
          List.of(source, adapted));
    }
  }

  /** Checks that a graph of other origin can be trained so. */
  static void requireTrainable(ForeignNetwork network, BatchNorm batchNorm) {
    if (batchNorm.scaleAndShift() == BatchNorm.ScaleAndShift.SHORTCUT) {
      throw new InvalidInputException(
          "batch_norm.scale_and_shift must be frozen or all for a graph of other origin, got shortcut");
    }
    network.requireTrainable();
  }

  private static void requireDefined(Objective objective, int classes) {
    try {
      objective.checkClasses(classes);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
