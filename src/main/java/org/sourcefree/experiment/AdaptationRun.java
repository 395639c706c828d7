package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.model.ModelSession;
import org.sourcefree.objective.Objective;
import org.sourcefree.pseudolabel.None;
import org.sourcefree.run.Checkpoints;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.run.Example;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.PanelFiles;
import org.sourcefree.run.Provenance;
import org.sourcefree.run.RunEvents;
import org.sourcefree.run.RunFolder;
import org.sourcefree.training.Rounds;
import org.sourcefree.training.TargetStatistics;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.trust.Use;

/**
 * Adapts a pretrained model to a target domain and measures it before, with target statistics
 * alone, and after. Only the images named as evaluation are read with labels.
 */
public final class AdaptationRun {
  private final Adaptation config;
  private final Models models;
  private final Progress progress;
  private final ViewReader views;
  private final Optional<Evaluator> evaluator;
  private final boolean measuresBefore;

  /** Prepares a run; nothing is read or written yet. */
  public AdaptationRun(Adaptation config, Models models, Progress progress) {
    this(config, models, progress, true);
  }

  private AdaptationRun(
      Adaptation config, Models models, Progress progress, boolean measuresBefore) {
    this.models = models;
    this.measuresBefore = measuresBefore;
    this.config = config;
    this.progress = progress;
    this.views = config.data().views(progress::say);
    this.evaluator =
        config.data().evaluation().map(dataset -> new Evaluator(dataset, views, progress));
  }

  /** The run without measurements of the model before training. */
  public AdaptationRun measuringTheResultAlone() {
    return new AdaptationRun(config, models, progress, false);
  }

  /** Whether a folder holds a run that {@link #run} can resume. */
  public static boolean canResume(Path folder) {
    return !new Checkpoints(folder.resolve("checkpoints"), 1).isEmpty();
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
    return new Recovery(output, ConfigWriter.yaml(config), config.training(), progress)
        .run(resume, this::run);
  }

  private Outcome run(RunFolder folder) {
    config.compute().requireAvailable();
    OpenedModel opened = models.open(config.model(), Use.TRAINING);
    ClassSet classes = opened.model().classes();
    config.objectiveSum().ifPresent(objective -> requireDefined(objective, classes.size()));
    opened.requireTrainable(config.batchNorm());
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
    try (ModelSession session = opened.session(config.compute())) {
      requireSpace(session, folder, target);
      folder.create();
      folder.writeClasses(classes);
      try {
        return opened.computed(() -> adapt(session, folder, target));
      } catch (RuntimeException e) {
        folder.discardUnlessResumable(e);
        throw e;
      }
    }
  }

  private void requireSpace(ModelSession model, RunFolder folder, TrainingData target) {
    if (folder.taken().isEmpty()) {
      ImageSize size = ImageFiles.readSize(target.samples().get(0).image());
      boolean labels = !(config.pseudoLabels() instanceof None);
      long pixels = labels ? (long) size.width() * size.height() * target.samples().size() : 0;
      boolean trains = config.objectiveSum().isPresent();
      DiskNeed.of(model.weights(), folder.rounds(), trains, pixels, folder.path())
          .require(progress);
    }
  }

  /** A run's parts. */
  private record Parts(
      ModelSession model, RunFolder folder, RunEvents events, Validation validation) {}

  private Outcome adapt(ModelSession model, RunFolder folder, TrainingData target) {
    OptionalLong taken = folder.taken();
    List<String> classes = model.model().classes().names();
    try (RunEvents events = new RunEvents(folder.path(), taken, classes)) {
      Validation validation =
          new Validation(this::measure, config.training().validateEvery(), folder, events);
      validation.restore(taken);
      Parts parts = new Parts(model, folder, events, validation);
      if (config.objectiveSum().isPresent()) {
        train(parts, target, config.objectiveSum().get());
      } else {
        start(parts, target.samples());
      }
      model.export(folder.savedModel());
      Optional<Measurement> after =
          validation.measure(
              model, config.objectiveSum().isPresent() ? config.training().totalSteps() : 0);
      after.ifPresent(folder::writeEvaluation);
      folder.writeResults(folder.results().withAfter(after.map(Measurement::scores)));
    }
    List<Example> examples = examples(model);
    PanelFiles.write(folder.path(), examples);
    return new Outcome(
        folder.path(), folder.savedModel(), model.model().classes(), folder.results(), examples);
  }

  private void train(Parts parts, TrainingData target, Objective objective) {
    ModelSession model = parts.model();
    RunFolder folder = parts.folder();
    Rounds rounds = folder.rounds();
    PseudoLabeller labeller = new PseudoLabeller(model, config, views, folder, progress);
    CollapseWatch watch =
        new CollapseWatch(model, target.samples(), views, folder, parts.events(), progress);
    TargetPictures pictures = new TargetPictures(model, target.samples(), views, parts.events());
    TrainingSettings settings =
        new TrainingSettings(
            config.batchNorm(), objective, config.optimizer(), config.compute().needsLossScaling());
    TrainingLoop loop = new TrainingLoop(model, settings, target, folder, progress);
    LongConsumer look =
        step -> {
          if (watch.lookIfDue(step, rounds)) {
            pictures.predictionsIfDue(step, rounds);
          }
          parts.validation().measureIfDue(model, step);
          parts.events().flush();
        };
    OptionalLong taken = loop.restore();
    watch.restore();
    long first = taken.orElse(0);
    if (taken.isEmpty()) {
      start(parts, target.samples());
    }
    look.accept(first);
    if (taken.isEmpty()) {
      loop.saveStart();
    }
    loop.run(
        first,
        config.schedule(),
        round -> {
          Labels labels = labeller.label(round, first, target.samples());
          if (rounds.firstStepOf(round) >= first) {
            pictures.pseudoLabels(rounds.firstStepOf(round), labels);
          }
          return target.with(labels);
        },
        losses -> {
          parts.events().losses(losses);
          look.accept(losses.step() + 1);
        });
  }

  /**
   * Everything before the first step: provenance, the source model's scores, target statistics and
   * theirs.
   */
  private void start(Parts parts, List<Sample> target) {
    ModelSession model = parts.model();
    RunFolder folder = parts.folder();
    folder.writeProvenance(
        new Provenance(config.seed())
            .model(config.model().savedModel())
            .images("target", target)
            .entries());
    boolean targetStatistics = config.batchNorm().targetStatistics();
    if (measuresBefore) {
      measureSource(parts, !targetStatistics)
          .ifPresent(
              before -> {
                parts.events().sourceOnly(before.scores());
                folder.writeResults(folder.results().withBefore(before.scores()));
              });
    }
    if (targetStatistics) {
      TargetStatistics statistics =
          new TargetStatistics(model.graph(), model.session(), model.variables(), model.model());
      try (Progress.Task task = progress.start("target statistics", target.size(), 0)) {
        statistics.estimate(
            target, views, config.training().batchSize(), done -> task.advance(done, ""));
      }
      if (measuresBefore) {
        parts
            .validation()
            .measure(model, 0)
            .ifPresent(
                measured ->
                    folder.writeResults(folder.results().withTargetStatistics(measured.scores())));
      }
    }
  }

  /**
   * Measures the model as it came.
   *
   * @param starts whether training starts from it
   */
  private Optional<Measurement> measureSource(Parts parts, boolean starts) {
    return starts
        ? parts.validation().measure(parts.model(), 0)
        : parts.folder().measuring(() -> measure(parts.model()));
  }

  /** A suite's runs are there to be measured; any other adapts whatever its labels are like. */
  private Optional<Measurement> measure(ModelSession model) {
    return measuresBefore
        ? evaluator.flatMap(each -> each.measureIfPossible(model))
        : evaluator.map(each -> each.measure(model));
  }

  private List<Example> examples(ModelSession adapted) {
    Adaptation.Data data = config.data();
    OpenedModel opened = models.open(config.model(), Use.TRAINING);
    try (ModelSession source = opened.session(config.compute())) {
      return Example.of(
          data.evaluation().orElse(data.target()),
          evaluator.isPresent() && evaluator.get().isUsable(),
          views,
          List.of(source, adapted));
    }
  }

  private static void requireDefined(Objective objective, int classes) {
    try {
      objective.checkClasses(classes);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
