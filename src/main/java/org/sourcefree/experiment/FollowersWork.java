package org.sourcefree.experiment;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sourcefree.data.Pool;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.model.ModelSession;
import org.sourcefree.pseudolabel.LabelledTarget;
import org.sourcefree.pseudolabel.LabellingPass;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.workers.Follower;

/** A run's work as a worker does it that is not the chief. */
final class FollowersWork implements Follower.Work {
  private final TrainingConfig config;
  private final Supplier<ModelSession> model;
  private final TrainingData data;
  private final ViewReader views;
  private final Optional<StoredRound> rounds;
  private final Optional<Evaluator> evaluator;
  private @Nullable LabellingPass pass;

  /**
   * The work.
   *
   * @param data images trained on, with the labels known before training
   * @param rounds of an adaptation
   * @param evaluator of the labelled images, if there are any
   */
  FollowersWork(
      TrainingConfig config,
      Supplier<ModelSession> model,
      TrainingData data,
      ViewReader views,
      Optional<StoredRound> rounds,
      Optional<Evaluator> evaluator) {
    this.config = config;
    this.model = model;
    this.data = data;
    this.views = views;
    this.rounds = rounds;
    this.evaluator = evaluator;
  }

  @Override
  public ModelSession open() {
    return model.get();
  }

  @Override
  public Optional<TrainingSettings> step() {
    return config.step();
  }

  @Override
  public TrainingData dataOf(int round) {
    return rounds.map(stored -> stored.of(data, round)).orElse(data);
  }

  @Override
  public void label(ModelSession opened, int round, Pool pool) {
    StoredRound stored = rounds.orElseThrow();
    LabellingPass labelling = pass == null ? stored.pass(opened) : pass;
    pass = labelling;
    LabelledTarget labelled =
        labelling.label(
            data.samples(),
            stored.views(views),
            opened.predictor()::logits,
            round,
            new LabellingPass.Place(stored.partial(round), pool),
            done -> {});
    labelled.close();
  }

  @Override
  public void measure(ModelSession opened, Pool pool) {
    evaluator.orElseThrow().measureIfPossible(opened, pool);
  }

  @Override
  public void estimateStatistics(ModelSession opened, Pool pool) {
    SourceModel.estimateStatistics(
        Adaptation.of(config).orElseThrow(), opened, data.samples(), views, pool, done -> {});
  }
}
