package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.RankedPart;
import org.sourcefree.data.Sample;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.model.GraphFaults;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Objective;
import org.sourcefree.ranking.Ranking;
import org.sourcefree.run.Checkpoints;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.Recovery;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.RunListener;
import org.sourcefree.run.RunLog;
import org.sourcefree.run.ScoreSentences;
import org.sourcefree.run.Timing;
import org.sourcefree.run.Transcript;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.workers.Chief;
import org.sourcefree.workers.Follower;
import org.sourcefree.workers.RunFacts;
import org.sourcefree.workers.Workers;

/**
 * Trains a model in a run folder: adapts a pretrained one to unlabelled target images, or makes one
 * from random weights on a labelled source domain, You et al. 2021, Eq. (1). It is measured after,
 * and one to adapt also before and with target statistics alone. An adaptation reads only the
 * images named as evaluation with labels.
 */
public final class TrainingRun {
  private final TrainingConfig config;
  private final Models models;
  private final Hooks hooks;
  private final boolean measuresBefore;
  private final ViewReader views;
  private final Optional<Evaluator> evaluator;

  /** Prepares a run with a model that only computes; nothing is read or written yet. */
  public TrainingRun(TrainingConfig config, Progress progress) {
    this(config, new Models(), progress);
  }

  /**
   * Prepares a run; nothing is read or written yet.
   *
   * @param models opens the model that the config names
   */
  public TrainingRun(TrainingConfig config, Models models, Progress progress) {
    this(
        config,
        models,
        new Hooks(progress, new StopRequest(), RunListener.NONE, Workers.ALONE),
        true);
  }

  private TrainingRun(TrainingConfig config, Models models, Hooks hooks, boolean measuresBefore) {
    this.config = config;
    this.models = models;
    this.hooks = hooks;
    this.measuresBefore = measuresBefore;
    this.views = config.data().views(hooks.progress()::say);
    this.evaluator =
        config
            .data()
            .evaluation()
            .map(
                dataset ->
                    new Evaluator(dataset, views, config.data().augmentation(), hooks.pass()));
  }

  /** The run told to a listener. */
  public TrainingRun toldTo(RunListener listener) {
    return with(new Hooks(hooks.progress(), hooks.stop(), listener, hooks.workers()));
  }

  /** The run that ends early if it is asked to. */
  public TrainingRun stoppedBy(StopRequest stop) {
    return with(new Hooks(hooks.progress(), stop, hooks.listener(), hooks.workers()));
  }

  /** The run shared with other workers; the chief alone writes. */
  public TrainingRun sharedWith(Workers workers) {
    return with(new Hooks(hooks.progress(), hooks.stop(), hooks.listener(), workers));
  }

  private TrainingRun with(Hooks others) {
    return new TrainingRun(config, models, others, measuresBefore);
  }

  /** The run without measurements of the model before training. */
  public TrainingRun measuringTheResultAlone() {
    return new TrainingRun(config, models, hooks, false);
  }

  /** Whether a folder holds a run that {@link #run} can resume. */
  public static boolean canResume(Path folder) {
    return !new Checkpoints(folder.resolve("checkpoints"), 1).isEmpty();
  }

  /**
   * Runs.
   *
   * @param output the run folder
   * @param resume whether to resume the run in it
   * @throws InvalidInputException if the model, the data or the folder does not fit; nothing is
   *     left behind then
   * @throws org.sourcefree.StoppedException if it was asked to end
   */
  public Outcome run(Path output, boolean resume) {
    return hooks.workers().isChief()
        ? hooks.workers().lead(() -> lead(output, resume))
        : follow(output);
  }

  private Outcome lead(Path output, boolean resume) {
    Transcript transcript = new Transcript(hooks.progress(), output);
    Timing timing = new Timing(transcript, output, resume);
    TrainingRun run = with(new Hooks(timing, hooks.stop(), hooks.listener(), hooks.workers()));
    Recovery recovery =
        new Recovery(output, ConfigWriter.yaml(config), config.training(), transcript);
    Outcome outcome =
        transcript.of(() -> recovery.run(resume, folder -> run.run(folder, transcript)));
    timing.write();
    hooks.listener().ended(outcome);
    return outcome;
  }

  private Outcome run(RunFolder folder, Transcript transcript) {
    Model model = requireTrainable();
    GenerationRun generation = new GenerationRun(hooks.pass());
    TrainingData data = data(generation, config, model);
    if (config.data().labelled()) {
      evaluator.ifPresent(measure -> measure.requireReadable(model.classes()));
    }
    Compute compute = hooks.workers().on(config.compute());
    try (ModelSession session =
        hooks.progress().unshown("opening the model", () -> config.open(models, compute))) {
      requireSpace(session, folder, data);
      folder.create();
      transcript.begin();
      folder.writeClasses(model.classes());
      try {
        TrainingConfig listed = listed(folder.path(), model);
        Chief chief =
            Chief.lead(
                hooks.workers(),
                session,
                folder.path(),
                facts(data),
                hooks.progress(),
                hooks.stop());
        return GraphFaults.computed(
            config.measured().savedModel(),
            model,
            () ->
                new RunCourse(listed, models, evaluator, measuresBefore)
                    .run(parts(session, folder, data(generation, listed, model), chief)));
      } catch (RuntimeException e) {
        hooks.workers().awaitWatch(e);
        folder.discardUnlessResumable(e);
        throw e;
      }
    }
  }

  private Outcome follow(Path output) {
    Model model = requireTrainable();
    Follower follower = new Follower(hooks.workers(), config.compute(), output, hooks.stop());
    GenerationRun generation = new GenerationRun(hooks.pass());
    List<String> facts = facts(data(generation, config, model));
    follower.run(facts, () -> work(output, generation, model), config.seed());
    RunLog log = new RunLog(output);
    return new Outcome(
        output, output.resolve("saved_model"), model.classes(), log.results(), List.of());
  }

  /** A follower's work, in the run folder where the chief has ranked what is to be ranked. */
  private Follower.Work work(Path output, GenerationRun generation, Model model) {
    TrainingConfig listed = listed(output, model);
    Compute compute = hooks.workers().on(config.compute());
    return new FollowersWork(
        listed,
        () -> config.open(models, compute),
        data(generation, listed, model),
        views,
        Adaptation.of(listed).map(each -> StoredRound.in(output, each, model.classes())),
        evaluator);
  }

  private Model requireTrainable() {
    config.requireComputable();
    Model model = config.requireTrainable(models);
    config.objectiveSum().ifPresent(sum -> requireDefined(sum, model.classes().size()));
    SharedRun.require(config, hooks.workers());
    return model;
  }

  private TrainingData data(GenerationRun generation, TrainingConfig listed, Model model) {
    generation.ensure(config.data().trained());
    config.data().evaluation().ifPresent(generation::ensure);
    config.data().beside().ifPresent(generation::ensure);
    return new TrainingData(
        listed.data().trained().samples(),
        listed.labels(model.classes()),
        listed.data().trainingView(),
        listed.training().batchSize(),
        listed.seed(),
        views.images(),
        Optional.empty());
  }

  /** The config whose source and target are lists of images, ranked if they are to be. */
  private TrainingConfig listed(Path folder, Model model) {
    return Adaptation.of(config)
        .flatMap(own -> own.data().ranked().map(part -> listed(own, part, folder, model)))
        .orElse(config);
  }

  private TrainingConfig listed(Adaptation own, RankedPart part, Path folder, Model model) {
    AdaptationData data = own.data();
    OpenedModel ranks = models.open(part.model());
    Ranking.Parts parts =
        ranks.computed(
            () ->
                new Ranking(part, views, hooks.pass())
                    .of(
                        data.target().samples(),
                        model.classes(),
                        () -> ranks.session(own.compute()),
                        folder.resolve("ranking")));
    return own.with(data.with(parts.hard(), Optional.of(parts.easy()), data.cache()));
  }

  private List<String> facts(TrainingData data) {
    return RunFacts.of(
        ConfigWriter.yaml(config),
        Adaptation.of(config).map(each -> each.model().savedModel()),
        data.samples());
  }

  private RunParts parts(ModelSession session, RunFolder folder, TrainingData data, Chief chief) {
    return new RunParts(session, data, views, folder, hooks, chief)
        .toldTo(new ScoreSentences(hooks.progress(), folder));
  }

  private void requireSpace(ModelSession model, RunFolder folder, TrainingData data) {
    if (folder.taken().isEmpty()) {
      long pixels = config.makesLabels() ? pixels(data.samples(), data.samples().size()) : 0;
      int beside = config.data().keptBeside();
      if (beside > 0) {
        pixels += pixels(config.data().beside().orElseThrow().samples(), beside);
      }
      pixels += config.keptLogits(data.samples().size(), model.model().classes().size());
      DiskNeed.Stored stored = DiskNeed.Stored.of(model, config.step());
      boolean trains = config.step().isPresent();
      DiskNeed.of(stored, folder.rounds(), trains, pixels, folder.path()).require(hooks.progress());
    }
  }

  /** Of so many of the images, as if they had the first one's size. */
  private static long pixels(List<Sample> samples, int images) {
    ImageSize size = ImageFiles.readSize(samples.get(0).image());
    return (long) size.width() * size.height() * images;
  }

  private static void requireDefined(Objective objective, int classes) {
    try {
      objective.checkClasses(classes);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
