package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Sample;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.data.TrainingData;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Objective;
import org.sourcefree.training.TargetStatistics;
import org.sourcefree.training.TrainingSettings;

/**
 * Adapts a pretrained model to a target domain and measures it before, with target statistics alone, and after. Only the images
 * named as evaluation are read with labels.
 */
public final class AdaptationRun {
  private final Adaptation config;
  private final Progress progress;
  private final Optional<Evaluator> evaluator;

  /** Prepares a run; nothing is read or written yet. */
  public AdaptationRun(Adaptation config, Progress progress) {
    this.config = config;
    this.progress = progress;
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
   * @throws InvalidInputException if the model, the data or the folder does not fit; nothing is left behind then
   */
  public Outcome run(Path output, boolean resume) {
    Model model = ModelSession.describe(config.model().savedModel());
    requireAgreement(config.model(), model);
    if (!resume) {
      RunFolder.requireAbsent(output);
    }
    GenerationRun generation = new GenerationRun(progress);
    generation.ensure(config.data().target());
    config.data().evaluation().ifPresent(generation::ensure);
    List<Sample> target = config.data().target().samples();
    try (ModelSession session = ModelSession.open(config.model().savedModel())) {
      RunFolder folder =
          resume ? RunFolder.resume(output, config) : RunFolder.create(output, config);
      try {
        return adapt(session, folder, target);
      } catch (RuntimeException e) {
        folder.discardUnlessResumable();
        throw e;
      }
    }
  }

  private Outcome adapt(ModelSession model, RunFolder folder, List<Sample> target) {
    long started = System.nanoTime();
    double earlier = folder.results().seconds();
    PseudoLabeller labeller = new PseudoLabeller(model, config, folder, progress);
    TargetStatistics statistics =
        new TargetStatistics(model.graph(), model.session(), model.variables(), model.model());
    TrainingSettings settings =
        new TrainingSettings(
            config.batchNorm(), new Objective(config.objective()), config.optimizer());
    TrainingLoop loop = new TrainingLoop(model, settings, config.seed(), folder, progress);
    OptionalLong taken = loop.restore();
    if (taken.isEmpty()) {
      start(model, folder, target, statistics);
      loop.saveStart();
    }
    loop.run(
        taken.orElse(0),
        config.schedule(),
        config.training(),
        round ->
            new TrainingData(
                target,
                labeller.label(round, target),
                config.data().trainingView(),
                config.training().batchSize(),
                config.seed()));
    model.export(folder.savedModel());
    Results results =
        folder
            .results()
            .withAfter(evaluator.map(measure -> measure.scores(model)))
            .withSeconds(earlier + (System.nanoTime() - started) / 1e9);
    folder.writeResults(results);
    return new Outcome(
        folder.path(),
        folder.savedModel(),
        model.model().classes(),
        results,
        examples(model));
  }

  /** Everything before the first step: provenance, the source model's scores, target statistics and theirs. */
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
    try (ModelSession source = ModelSession.open(config.model().savedModel())) {
      return Example.of(
          data.evaluation().orElse(data.target()),
          data.evaluation().isPresent(),
          data.evaluationView(),
          List.of(source, adapted));
    }
  }

  private static void requireAgreement(Adaptation.PretrainedModel said, Model model) {
    said.network().ifPresent(network -> requireEqual("network", network, model.network(), said));
    said.classes()
        .map(StandardClasses::set)
        .ifPresent(set -> requireEqual("classes", set.names(), model.classes().names(), said));
    said.preprocessing()
        .ifPresent(value -> requireEqual("preprocessing", value, model.preprocessing(), said));
  }

  private static void requireEqual(
      String key, Object said, Object found, Adaptation.PretrainedModel model) {
    if (!said.equals(found)) {
      throw new InvalidInputException(
          "model.%s must agree with the SavedModel, got %s where %s says %s"
              .formatted(key, said, model.savedModel(), found));
    }
  }
}
