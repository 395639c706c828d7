package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Labels;
import org.sourcefree.data.cache.ImageCache;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.evaluation.LabelShares;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.NewModel;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.trust.Models;

/**
 * Supervised training on a labelled source domain from random weights, You et al. 2021, Eq. (1).
 *
 * @param seed of every random draw
 * @param output the run folder
 * @param device what computes; auto if left out
 * @param precision of products and convolutions; float32 if left out
 */
public record Pretraining(
    long seed,
    Path output,
    NewModel model,
    Data data,
    BatchNorm batchNorm,
    Sgd optimizer,
    Schedule schedule,
    TrainingPlan training,
    Optional<Compute.Device> device,
    Optional<Compute.Precision> precision)
    implements TrainingConfig {

  /**
   * Images and what is seen of them.
   *
   * @param source labelled images to train on
   * @param evaluation labelled images to measure the result on
   * @param cache where decoded images are kept, if they are
   */
  public record Data(
      Dataset source,
      Optional<Dataset> evaluation,
      TrainingView trainingView,
      EvaluationView evaluationView,
      Optional<ImageCache> cache)
      implements TrainingImages {

    @Override
    public Dataset trained() {
      return source;
    }

    @Override
    public String role() {
      return "source";
    }

    @Override
    public boolean labelled() {
      return true;
    }
  }

  /** Checks that there is something to validate on. */
  public Pretraining {
    training.checkLabels(data.evaluation());
    training.checkParts(batchNorm, false);
    training.checkWithoutAdaptation();
    data.trainingView().checkBatch(training.batchSize());
    data.trainingView().checkLabelled(false);
  }

  @Override
  public Optional<Objective> objectiveSum() {
    return Optional.of(new Objective(List.of(new CrossEntropy(1))));
  }

  @Override
  public Model describe(Models models) {
    return new Model(model.network(), model.classSet(), model.preprocessing());
  }

  @Override
  public ModelSession open(Models models, Compute compute) {
    ModelSession session = new ModelSession(describe(models), compute);
    session.initialise(seed);
    return session;
  }

  @Override
  public PretrainedModel measured() {
    return model.savedIn(output.resolve("saved_model"));
  }

  @Override
  public Labels labels(ClassSet classes) {
    return Labels.groundTruth(data.source(), classes);
  }

  @Override
  public boolean makesLabels() {
    return false;
  }

  @Override
  public Model described(Model trained) {
    return trained.withSourceShares(LabelShares.of(data.source(), trained.classes()));
  }

  @Override
  public int evaluations() {
    return 1 + training.validations();
  }

  @Override
  public int passes() {
    return 0;
  }
}
