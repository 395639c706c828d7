package org.sourcefree.check;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ImageCache;
import org.sourcefree.data.TrainingView;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.Pretraining;
import org.sourcefree.graph.Compute;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.pseudolabel.None;
import org.sourcefree.training.Rounds;

/**
 * What an adaptation and a pretraining have in common, as their cost follows from it.
 *
 * @param objective empty if no step is taken
 * @param trained images that are trained on
 * @param role of these, a key below data
 * @param evaluations how often the evaluation images are predicted
 * @param passes how often the images that are trained on are predicted
 */
record PlannedWork(
    long seed,
    Compute compute,
    BatchNorm batchNorm,
    Optional<Objective> objective,
    Sgd optimizer,
    Schedule schedule,
    Rounds rounds,
    TrainingView trainingView,
    EvaluationView evaluationView,
    Optional<ImageCache> cache,
    String role,
    Dataset trained,
    Optional<Dataset> evaluation,
    int evaluations,
    int passes) {

  /** Of a config that trains; empty for others. */
  static Optional<PlannedWork> of(Experiment config) {
    if (config instanceof Adaptation adaptation) {
      return Optional.of(of(adaptation));
    }
    return config instanceof Pretraining pretraining
        ? Optional.of(of(pretraining))
        : Optional.empty();
  }

  private static PlannedWork of(Adaptation config) {
    Adaptation.Data data = config.data();
    int statistics = config.batchNorm().targetStatistics() ? 1 : 0;
    boolean labels = config.objectiveSum().isPresent() && !(config.pseudoLabels() instanceof None);
    return new PlannedWork(
        config.seed(),
        config.compute(),
        config.batchNorm(),
        config.objectiveSum(),
        config.optimizer(),
        config.schedule(),
        config.training(),
        data.trainingView(),
        data.evaluationView(),
        data.cache(),
        "target",
        data.target(),
        data.evaluation(),
        2 + statistics + validations(config.training()),
        statistics + (labels ? config.training().rounds() : 0));
  }

  private static PlannedWork of(Pretraining config) {
    Pretraining.Data data = config.data();
    return new PlannedWork(
        config.seed(),
        config.compute(),
        config.batchNorm(),
        Optional.of(new Objective(List.of(new CrossEntropy(1)))),
        config.optimizer(),
        config.schedule(),
        config.training(),
        data.trainingView(),
        data.evaluationView(),
        data.cache(),
        "source",
        data.source(),
        data.evaluation(),
        1 + validations(config.training()),
        0);
  }

  /** Measurements between the first step and the last. */
  private static int validations(Rounds rounds) {
    return rounds
        .validateEvery()
        .map(steps -> Math.toIntExact((rounds.totalSteps() - 1) / steps))
        .orElse(0);
  }

  /** Gradient steps of the whole run. */
  long steps() {
    return objective.isPresent() ? rounds.totalSteps() : 0;
  }
}
