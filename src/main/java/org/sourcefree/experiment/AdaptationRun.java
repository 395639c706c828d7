package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.TrainingData;
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
  private final Objective objective;
  private final Optional<Evaluator> evaluator;

  /** Prepares a run; nothing is read or written yet. */
  public AdaptationRun(Adaptation config, Progress progress) {
    this.config = config;
    this.progress = progress;
    this.objective = new Objective(config.objective());
    this.evaluator =
        config
            .data()
            .evaluation()
            .map(dataset -> new Evaluator(dataset, config.data().evaluationView(), progress));
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
    Model model = Agreement.describe(config.model());
    requireDefined(objective, model.classes().size());
    if (model.network() instanceof ForeignNetwork foreign) {
      requireTrainable(foreign);
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
            config.seed());
    try (ModelSession session = ModelSession.open(config.model())) {
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
    PseudoLabeller labeller = new PseudoLabeller(model, config, folder, progress);
    TargetStatistics statistics =
        new TargetStatistics(model.graph(), model.session(), model.variables(), model.model());
    TrainingSettings settings =
        new TrainingSettings(config.batchNorm(), objective, config.optimizer());
    TrainingLoop loop = new TrainingLoop(model, settings, config.seed(), folder, progress);
    OptionalLong taken = loop.restore();
    if (taken.isEmpty()) {
      start(model, folder, target.samples(), statistics);
      loop.saveStart();
    }
    long start = taken.orElse(0);
    loop.run(
        start,
        config.schedule(),
        config.training(),
        round -> target.with(labeller.label(round, start, target.samples())));
    model.export(folder.savedModel());
    folder.writeResults(
        folder.results().withAfter(evaluator.map(measure -> measure.scores(model))));
    return new Outcome(
        folder.path(),
        folder.savedModel(),
        model.model().classes(),
        folder.results(),
        examples(model));
  }

  /**
   * Everything before the first step: provenance, the source model's scores, target statistics and
   * theirs.
   */
  private void start(
      ModelSession model, RunFolder folder, List<Sample> target, TargetStatistics statistics) {
    folder.writeProvenance(
        new Provenance(config.seed())
            .model(config.model().savedModel())
            .images("target", target)
            .entries());
    evaluator.ifPresent(
        measure -> folder.writeResults(Results.none().withBefore(measure.scores(model))));
    if (config.batchNorm().targetStatistics()) {
      try (Progress.Task task = progress.start("target statistics", target.size(), 0)) {
        statistics.estimate(
            target,
            config.data().evaluationView(),
            config.training().batchSize(),
            done -> task.advance(done, ""));
      }
      evaluator.ifPresent(
          measure ->
              folder.writeResults(folder.results().withTargetStatistics(measure.scores(model))));
    }
  }

  private List<Example> examples(ModelSession adapted) {
    Adaptation.Data data = config.data();
    try (ModelSession source = ModelSession.open(config.model())) {
      return Example.of(
          data.evaluation().orElse(data.target()),
          data.evaluation().isPresent(),
          data.evaluationView(),
          List.of(source, adapted));
    }
  }

  private void requireTrainable(ForeignNetwork network) {
    if (config.batchNorm().scaleAndShift() == BatchNorm.ScaleAndShift.SHORTCUT) {
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
