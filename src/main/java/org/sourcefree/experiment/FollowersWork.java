package org.sourcefree.experiment;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.model.ModelSession;
import org.sourcefree.pseudolabel.LabelledTarget;
import org.sourcefree.pseudolabel.LabellingPass;
import org.sourcefree.pseudolabel.Pool;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.workers.Follower;

/** A run's work as a worker does it that is not the chief. */
final class FollowersWork implements Follower.Work {
  private final TrainingConfig config;
  private final Supplier<ModelSession> model;
  private final TrainingData data;
  private final ViewReader views;
  private final Optional<StoredRound> rounds;
  private @Nullable LabellingPass pass;

  /**
   * The work.
   *
   * @param data images trained on, with the labels known before training
   * @param rounds of an adaptation
   */
  FollowersWork(
      TrainingConfig config,
      Supplier<ModelSession> model,
      TrainingData data,
      ViewReader views,
      Optional<StoredRound> rounds) {
    this.config = config;
    this.model = model;
    this.data = data;
    this.views = views;
    this.rounds = rounds;
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
}
