package org.sourcefree.training;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Batches;
import org.sourcefree.data.TrainingData;
import org.sourcefree.optimizer.Schedule;
import org.tensorflow.Session;

/**
 * Algorithm 2 of You et al. 2021: every round labels the target set anew, then takes gradient steps
 * on batches of it.
 */
public final class Trainer {
  private final Session session;
  private final TrainingGraph graph;
  private final Schedule schedule;
  private final Rounds rounds;

  /** Trains the variables in the session. */
  public Trainer(Session session, TrainingGraph graph, Schedule schedule, Rounds rounds) {
    this.session = session;
    this.graph = graph;
    this.schedule = schedule;
    this.rounds = rounds;
  }

  /**
   * Takes the steps that remain.
   *
   * @param taken steps taken before, 0 for a new run
   * @param dataOfRound labels the training images for a round, counted from 0
   * @param listener told of each step after it is taken
   */
  public void run(
      long taken, IntFunction<TrainingData> dataOfRound, Consumer<StepLosses> listener) {
    long step = taken;
    while (step < rounds.totalSteps()) {
      int round = rounds.roundOf(step);
      try (Batches batches = dataOfRound.apply(round).batchesFrom(step)) {
        for (; rounds.roundOf(step) == round; step++) {
          Batch batch = batches.next();
          StepLosses losses = graph.run(session, batch, step, schedule.rateAt(step));
          requireFinite(losses, batch);
          listener.accept(losses);
        }
      }
    }
  }

  private static void requireFinite(StepLosses losses, Batch batch) {
    if (!Double.isFinite(losses.total())) {
      throw new DivergedException(
          "the loss must stay finite, got %s at step %d on %s; a lower learning_rate may help"
              .formatted(losses.terms(), losses.step(), batch.names()));
    }
  }
}
