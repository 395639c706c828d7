package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.Labels;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.NewModel;
import org.sourcefree.network.Model;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.run.Example;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.PanelFiles;
import org.sourcefree.run.Provenance;
import org.sourcefree.run.RunEvents;
import org.sourcefree.run.RunFolder;
import org.sourcefree.training.Player;
import org.sourcefree.training.TrainingSettings;

/**
 * Trains a model from random weights on a labelled source domain, You et al. 2021, Eq. (1), and
 * measures it.
 */
public final class PretrainingRun {
  private final Pretraining config;
  private final Progress progress;
  private final ViewReader views;
  private final Optional<Evaluator> evaluator;

  /** Prepares a run; nothing is read or written yet. */
  public PretrainingRun(Pretraining config, Progress progress) {
    this.config = config;
    this.progress = progress;
    this.views = config.data().views(progress::say);
    this.evaluator =
        config.data().evaluation().map(dataset -> new Evaluator(dataset, views, progress));
  }

  /**
   * Runs.
   *
   * @param output the run folder
   * @param resume whether to go on with the run in it
   * @throws org.sourcefree.InvalidInputException if the data or the folder does not fit; nothing is
   *     left behind then
   */
  public Outcome run(Path output, boolean resume) {
    return new Recovery(output, ConfigWriter.yaml(config), config.training(), progress)
        .run(resume, this::run);
  }

  private Outcome run(RunFolder folder) {
    config.compute().requireAvailable();
    GenerationRun generation = new GenerationRun(progress);
    generation.ensure(config.data().source());
    config.data().evaluation().ifPresent(generation::ensure);
    NewModel said = config.model();
    Model model = new Model(said.network(), said.classSet(), said.preprocessing());
    TrainingData source =
        new TrainingData(
            config.data().source().samples(),
            Labels.groundTruth(config.data().source(), model.classes()),
            config.data().trainingView(),
            config.training().batchSize(),
            config.seed(),
            views.images());
    evaluator.ifPresent(measure -> measure.requireReadable(model.classes()));
    try (ModelSession session = new ModelSession(model, config.compute())) {
      if (folder.taken().isEmpty()) {
        DiskNeed.of(session.weights(), folder.rounds(), true, 0, folder.path()).require(progress);
      }
      folder.create();
      folder.writeClasses(model.classes());
      try {
        return train(session, folder, source);
      } catch (RuntimeException e) {
        folder.discardUnlessResumable(e);
        throw e;
      }
    }
  }

  private Outcome train(ModelSession model, RunFolder folder, TrainingData source) {
    TrainingSettings settings =
        TrainingSettings.of(
            config.batchNorm(),
            Player.network(
                new Objective(List.of(new CrossEntropy(1))),
                config.optimizer(),
                config.schedule()::rateAt),
            config.compute().needsLossScaling());
    TrainingLoop loop = new TrainingLoop(model, settings, source, folder, progress);
    OptionalLong taken = loop.restore();
    List<String> classes = model.model().classes().names();
    try (RunEvents events = new RunEvents(folder.path(), taken, classes)) {
      Validation validation =
          new Validation(
              trained -> evaluator.map(each -> each.measure(trained)),
              config.training().validateEvery(),
              folder,
              events);
      validation.restore(taken);
      if (taken.isEmpty()) {
        model.initialise(config.seed());
        folder.writeProvenance(
            new Provenance(config.seed()).images("source", source.samples()).entries());
      }
      validation.measureIfDue(model, taken.orElse(0));
      if (taken.isEmpty()) {
        loop.saveStart();
      }
      loop.run(
          taken.orElse(0),
          round -> source,
          losses -> {
            events.losses(losses);
            validation.measureIfDue(model, losses.step() + 1);
            events.flush();
          });
      model.export(folder.savedModel());
      Optional<Measurement> after = validation.measure(model, config.training().totalSteps());
      after.ifPresent(folder::writeEvaluation);
      folder.writeResults(folder.results().withAfter(after.map(Measurement::scores)));
    }
    List<Example> examples = examples(model);
    PanelFiles.write(folder.path(), examples);
    return new Outcome(
        folder.path(), folder.savedModel(), model.model().classes(), folder.results(), examples);
  }

  private List<Example> examples(ModelSession model) {
    return Example.of(
        config.data().evaluation().orElse(config.data().source()), true, views, List.of(model));
  }
}
