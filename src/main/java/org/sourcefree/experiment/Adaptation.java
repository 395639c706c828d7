package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Labels;
import org.sourcefree.data.RankedPart;
import org.sourcefree.graph.Compute;
import org.sourcefree.mixing.Mixing;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.Additions;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.GaussianBottleneck;
import org.sourcefree.network.Head;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.pseudolabel.None;
import org.sourcefree.pseudolabel.Selection;
import org.sourcefree.pseudolabel.SoftLabels;
import org.sourcefree.training.Bottleneck;
import org.sourcefree.training.Discriminators;
import org.sourcefree.training.Opponents;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.training.teacher.Teacher;
import org.sourcefree.training.teacher.Teaching;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;

/**
 * Adaptation of a pretrained model to an unlabelled target domain. Which method it is, is said by
 * the pseudo labels and the objective.
 *
 * @param seed of every random draw
 * @param output the run folder
 * @param teacher an averaged network that labels the batches where no stored label does; none if
 *     left out
 * @param mixing how the images of a batch are joined; not at all if left out
 * @param heads new ones beside the model's own, which is named main; none if left out
 * @param discriminators who learn to tell the domains apart; none if left out
 * @param bottleneck what features pass before the heads in training; nothing if left out
 * @param objective the terms whose weighted sum is minimised; with none no step is taken, and the
 *     model stays as it was but for target statistics
 * @param device what computes; auto if left out
 * @param precision of products and convolutions; float32 if left out
 */
public record Adaptation(
    long seed,
    Path output,
    PretrainedModel model,
    AdaptationData data,
    BatchNorm batchNorm,
    Selection pseudoLabels,
    Optional<Teacher> teacher,
    Optional<Mixing> mixing,
    Optional<List<Head>> heads,
    Optional<Discriminators> discriminators,
    Optional<GaussianBottleneck> bottleneck,
    List<Term> objective,
    Sgd optimizer,
    Schedule schedule,
    TrainingPlan training,
    Optional<Compute.Device> device,
    Optional<Compute.Precision> precision)
    implements TrainingConfig {

  /** Checks that the objective has the labels it reads and the schedule fits the rounds. */
  public Adaptation {
    objective = List.copyOf(objective);
    heads = heads.map(List::copyOf);
    boolean usesLabels = !objective.isEmpty() && new Objective(objective).usesLabels();
    boolean stored = pseudoLabels.makesLabels() || data.source().isPresent();
    if (usesLabels && !stored && teacher.isEmpty()) {
      throw new IllegalArgumentException(
          "pseudo_labels must not be none without a teacher or a source, as cross_entropy reads them");
    }
    if (!objective.isEmpty()) {
      data.sourceUse().check(objective, pseudoLabels.makesLabels());
      data.trainingView().checkLabelled(pseudoLabels.makesLabels());
    }
    data.labelling().check(pseudoLabels, data.sourceUse().looksAtTheTarget());
    if (!objective.isEmpty()) {
      new Opponents(heads.orElse(List.of()), discriminators, objective)
          .check(data.sourceBatches().isPresent(), teacher.isPresent());
      discriminators.ifPresent(each -> each.checkSize(data.smallest()));
      Bottleneck.check(bottleneck, objective, teacher.isPresent(), training.parts());
    }
    if (pseudoLabels.distributions().isPresent()) {
      SoftLabels.check(objective, teacher.isPresent());
    }
    Teaching.check(teacher, mixing, objective, stored, data.trainingView(), training.batchSize());
    schedule.checkRounds(training.stepsPerRound());
    discriminators.ifPresent(each -> each.schedule().checkRounds(training.stepsPerRound()));
    training.checkLabels(data.evaluation());
    training.checkParts(batchNorm, teacher.isPresent());
    data.trainingView().checkBatch(training.batchSize());
  }

  /** Without a bottleneck. */
  public Adaptation(
      long seed,
      Path output,
      PretrainedModel model,
      AdaptationData data,
      BatchNorm batchNorm,
      Selection pseudoLabels,
      Optional<Teacher> teacher,
      Optional<Mixing> mixing,
      Optional<List<Head>> heads,
      Optional<Discriminators> discriminators,
      List<Term> objective,
      Sgd optimizer,
      Schedule schedule,
      TrainingPlan training,
      Optional<Compute.Device> device,
      Optional<Compute.Precision> precision) {
    this(
        seed,
        output,
        model,
        data,
        batchNorm,
        pseudoLabels,
        teacher,
        mixing,
        heads,
        discriminators,
        Optional.empty(),
        objective,
        optimizer,
        schedule,
        training,
        device,
        precision);
  }

  @Override
  public Optional<TrainingSettings> step() {
    return TrainingConfig.super
        .step()
        .map(step -> step.with(teacher.map(each -> new Teaching(each, mixing))))
        .map(step -> step.with(pseudoLabels.distributions().isPresent()))
        .map(step -> data.sourceBatches().isPresent() ? step.withSource() : step)
        .map(step -> heads.map(step::with).orElse(step))
        .map(step -> discriminators.map(step::with).orElse(step))
        .map(step -> step.through(bottleneck, objective));
  }

  /** The config as one that adapts; empty if it does not. */
  public static Optional<Adaptation> of(Experiment config) {
    return config instanceof Adaptation adaptation ? Optional.of(adaptation) : Optional.empty();
  }

  @Override
  public Optional<Objective> objectiveSum() {
    return objective.isEmpty() ? Optional.empty() : Optional.of(new Objective(objective));
  }

  @Override
  public Model describe(Models models) {
    data.ranked().ifPresent(part -> models.open(part.model()));
    return models.open(model, Use.TRAINING).model();
  }

  @Override
  public ModelSession open(Models models, Compute compute) {
    return models
        .open(model, Use.TRAINING)
        .session(compute, step().map(TrainingSettings::added).orElse(Additions.NONE));
  }

  @Override
  public PretrainedModel measured() {
    return model;
  }

  @Override
  public Labels labels(ClassSet classes) {
    return Labels.none();
  }

  @Override
  public boolean makesLabels() {
    return pseudoLabels.makesLabels();
  }

  @Override
  public Model described(Model trained) {
    return trained;
  }

  @Override
  public int evaluations() {
    return 2 + (batchNorm.targetStatistics() ? 1 : 0) + training.validations();
  }

  @Override
  public int passes() {
    boolean labels = objectiveSum().isPresent() && makesLabels();
    int before = (data.ranked().isPresent() ? 1 : 0) + (batchNorm.targetStatistics() ? 1 : 0);
    return before + (labels ? training.rounds() : 0);
  }

  /** The same with results elsewhere. */
  public Adaptation withOutput(Path folder) {
    return with(folder, data, batchNorm, pseudoLabels, objective);
  }

  /** The same with every image decoded anew each time. */
  public Adaptation withoutCache() {
    return with(data.with(data.target(), data.source(), Optional.empty()));
  }

  Adaptation with(AdaptationData images) {
    return with(output, images, batchNorm, pseudoLabels, objective);
  }

  /** The model that an earlier stage leaves to it: the one that ranks, or the one it adapts. */
  public Path earlier() {
    return data.ranked().map(RankedPart::model).orElse(model.savedModel());
  }

  /** The model on the same images without a gradient step and without target statistics. */
  public Adaptation untrained() {
    return with(output, data, batchNorm.withoutTargetStatistics(), new None(), List.of());
  }

  private Adaptation with(
      Path folder,
      AdaptationData images,
      BatchNorm statistics,
      Selection labels,
      List<Term> terms) {
    return new Adaptation(
        seed,
        folder,
        model,
        images,
        statistics,
        labels,
        teacher,
        mixing,
        heads,
        discriminators,
        bottleneck,
        terms,
        optimizer,
        schedule,
        training,
        device,
        precision);
  }

  /** Whether workers can label images of their own, each by itself. */
  public boolean labelsTogether() {
    return data.source().isEmpty()
        && !batchNorm.labelsWithBatchStatistics()
        && pseudoLabels.distributions().isEmpty()
        && !(pseudoLabels instanceof Selection.Own);
  }
}
