package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.sourcefree.Progress;
import org.sourcefree.choice.Keep;
import org.sourcefree.data.Pool;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Model;
import org.sourcefree.run.Example;
import org.sourcefree.run.ExampleImages;
import org.sourcefree.run.ImageSums;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.PanelFiles;
import org.sourcefree.run.Panels;
import org.sourcefree.run.Provenance;
import org.sourcefree.run.RunEvents;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.Validation;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.trust.Models;
import org.sourcefree.watch.GroundTruth;
import org.sourcefree.watch.MetNetworks;
import org.sourcefree.watch.Supervision;

/**
 * What a run does once its model is open and its folder made: it starts or resumes, trains, and
 * measures and shows the result.
 *
 * @param models opens the model to adapt
 * @param evaluator of the labelled images, if there are any
 * @param measuresBefore whether a model to adapt is measured before training, too; without, as in a
 *     suite, the ends of rounds are measured
 */
record RunCourse(
    TrainingConfig config, Models models, Optional<Evaluator> evaluator, boolean measuresBefore) {

  /** Runs. */
  Outcome run(RunParts parts) {
    ModelSession model = parts.model();
    RunFolder folder = parts.folder();
    OptionalLong taken = folder.taken();
    TrainingImages data = config.data();
    ImageSums images = new ImageSums(folder, parts.hooks().pass());
    images.add("", data.trained(), parts.samples(), data.labelled());
    data.beside().ifPresent(source -> images.add("source/", source, source.samples(), true));
    images.settle(taken.isPresent());
    try (RunEvents events = new RunEvents(folder.path(), taken, parts.classes())) {
      RunParts told = parts.toldTo(events);
      Validation validation = validation(told, taken);
      Ended ended =
          config.step().isPresent()
              ? train(told, events, validation, images)
              : untrained(told, validation, images);
      try (Progress.Task exporting = parts.hooks().progress().unshown("exporting")) {
        model.export(folder.savedModel(), config.described(model.model()));
        exporting.advance(1, "");
      }
      Optional<Measurement> after = validation.measure(model, ended.steps());
      after.ifPresent(folder::writeEvaluation);
      folder.writeResults(folder.results().withAfter(after.map(Measurement::scores)));
      ended
          .networks()
          .ifPresent(
              met ->
                  new HandOver(config, models, met, network -> measure(parts, network))
                      .run(told, ended.steps()));
    }
    List<Example> examples =
        parts.hooks().progress().unshown("pictures", () -> pictures(parts, model.model()));
    return new Outcome(
        folder.path(), folder.savedModel(), model.model().classes(), folder.results(), examples);
  }

  private Validation validation(RunParts parts, OptionalLong taken) {
    Validation validation =
        new Validation(
            network -> measure(parts, network),
            config.training().validateEvery(),
            parts.folder(),
            parts.hooks().listener());
    validation.restore(taken);
    return validation;
  }

  /**
   * Training, over.
   *
   * @param steps taken by the network at its end
   * @param networks met on the way, of an adaptation
   */
  private record Ended(long steps, Optional<MetNetworks> networks) {}

  private Ended untrained(RunParts parts, Validation validation, ImageSums images) {
    Optional<MetNetworks> networks =
        Adaptation.of(config).map(adaptation -> SourceFree.metBy(adaptation, parts));
    start(parts, validation, networks, images);
    return new Ended(0, networks);
  }

  private Ended train(RunParts parts, RunEvents events, Validation validation, ImageSums images) {
    Supervision supervision =
        Adaptation.of(config)
            .<Supervision>map(adaptation -> SourceFree.of(adaptation, parts, events))
            .orElseGet(() -> new GroundTruth(parts.data()));
    ResumableTrainer trainer =
        new ResumableTrainer(parts, config.step().orElseThrow().among(parts.chief().replicas()));
    LongPredicate look =
        step -> {
          boolean goesOn = supervision.look(step);
          measureIfDue(validation, parts.model(), step);
          events.flush();
          return goesOn;
        };
    OptionalLong taken = trainer.restore();
    supervision.restore();
    long first = taken.orElse(0);
    if (taken.isEmpty()) {
      start(parts, validation, supervision.met(), images);
    }
    boolean goesOn = look.test(first) && !supervision.ended();
    if (taken.isEmpty()) {
      trainer.saveStart(PatchKinds.of(config, parts));
    }
    if (goesOn) {
      trainer.run(
          first,
          round -> {
            images.beginRound();
            return supervision.dataOf(round, first);
          },
          look);
    }
    return new Ended(supervision.finish().orElse(config.steps()), supervision.met());
  }

  private void measureIfDue(Validation validation, ModelSession model, long step) {
    validation.measureIfDue(model, step);
    TrainingPlan plan = config.training();
    boolean atRoundsEnd = step % plan.stepsPerRound() == 0;
    if (atRoundsEnd && (plan.kept() instanceof Keep.Labels || (!measuresBefore && step > 0))) {
      validation.measure(model, step);
    }
  }

  /** Everything before the first step. */
  private void start(
      RunParts parts, Validation validation, Optional<MetNetworks> networks, ImageSums images) {
    Provenance provenance = new Provenance(config.seed());
    Adaptation.of(config).ifPresent(each -> provenance.model(each.model().savedModel()));
    provenance.images(config.data().role(), parts.samples());
    config.data().beside().ifPresent(source -> provenance.images("source", source.samples()));
    provenance.sums(images.sum());
    parts.folder().writeProvenance(provenance.entries());
    if (networks.isPresent()) {
      Adaptation adaptation = Adaptation.of(config).orElseThrow();
      new SourceModel(adaptation, parts, validation, networks.get(), model -> measure(parts, model))
          .prepare(measuresBefore);
    }
  }

  /**
   * A suite's runs are there to be measured, and a pretraining needs labels anyway; any other run
   * adapts whatever its evaluation's labels are like.
   */
  private Optional<Measurement> measure(RunParts parts, ModelSession model) {
    Optional<Evaluator> able = evaluator.filter(Evaluator::isUsable);
    Pool pool = able.isPresent() ? parts.chief().measuring(model) : Pool.ONE;
    return measuresBefore && !config.data().labelled()
        ? able.flatMap(each -> each.measureIfPossible(model, pool))
        : able.map(each -> each.measure(model, pool));
  }

  private List<Example> pictures(RunParts parts, Model model) {
    List<Example> examples = examples(parts);
    PanelFiles.write(parts.folder().path(), examples);
    // Without a step what training ends with is what it started from, which stands there already.
    List<Example> drawn =
        config.step().isPresent()
            ? examples
            : examples.stream().map(each -> each.without(NetworkNames.ADAPTED)).toList();
    Panels.write(parts.folder().path(), drawn, model.classes());
    return examples;
  }

  private List<Example> examples(RunParts parts) {
    ExampleImages shown =
        new ExampleImages(config.data().shown(), parts.views(), parts.model().model().classes());
    Path folder = parts.folder().path();
    Map<String, ModelSession> models = new LinkedHashMap<>();
    if (Adaptation.of(config).isEmpty()) {
      models.put(NetworkNames.PRETRAINED, parts.model());
      return shown.examples(folder, true, models);
    }
    try (ModelSession source = config.open(this.models)) {
      models.put(NetworkNames.SOURCE_ONLY, source);
      models.put(NetworkNames.ADAPTED, parts.model());
      return shown.examples(folder, evaluator.filter(Evaluator::isUsable).isPresent(), models);
    }
  }
}
