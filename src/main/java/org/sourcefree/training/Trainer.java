package org.sourcefree.training;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Batches;
import org.sourcefree.data.TrainingData;
import org.sourcefree.optimizer.Sgd;
import org.tensorflow.Session;

/**
 * Algorithm 2 of You et al. 2021: every round labels the target set anew, then takes gradient steps
 * on batches of it.
 */
public final class Trainer {
  private static final int PLACES = 3;

  private final Session session;
  private final TrainingGraph graph;
  private final LongToDoubleFunction learningRate;
  private final Rounds rounds;

  /**
   * Trains the variables in the session.
   *
   * @param learningRate of a step, counted from 0
   */
  public Trainer(
      Session session, TrainingGraph graph, LongToDoubleFunction learningRate, Rounds rounds) {
    this.session = session;
    this.graph = graph;
    this.learningRate = learningRate;
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
      try (Batches batches = new Batches(dataOfRound.apply(round), step)) {
        for (; rounds.roundOf(step) == round; step++) {
          Batch batch = batches.next();
          StepLosses losses = graph.run(session, batch, step, learningRate.applyAsDouble(step));
          requireFinite(losses, batch);
          listener.accept(losses);
        }
      }
    }
  }

  private void requireFinite(StepLosses losses, Batch batch) {
    if (!Double.isFinite(losses.total())) {
      throw diverged("the loss", notFinite(losses), losses, batch);
    }
    if (!losses.finiteWeights()) {
      Map<String, Float> found = graph.notFinite(session);
      boolean gradient = found.keySet().stream().anyMatch(Sgd::isMomentum);
      String places =
          found.entrySet().stream()
              .limit(PLACES)
              .map(place -> place.getValue() + " in " + place.getKey())
              .collect(Collectors.joining(", "));
      throw diverged(
          gradient ? "every gradient and weight" : "every weight",
          found.isEmpty() ? "numbers whose squares overflow" : places,
          losses,
          batch);
    }
  }

  private static String notFinite(StepLosses losses) {
    String terms =
        losses.terms().entrySet().stream()
            .filter(term -> !Double.isFinite(term.getValue()))
            .map(term -> term.getKey() + " = " + term.getValue())
            .collect(Collectors.joining(", "));
    return terms.isEmpty() ? losses.total() + " from " + losses.terms() : terms;
  }

  private static DivergedException diverged(
      String what, String found, StepLosses losses, Batch batch) {
    return new DivergedException(
        "%s must stay finite, got %s at step %d on %s; a lower learning_rate may help"
            .formatted(what, found, losses.step(), batch.names()),
        losses.step());
  }
}
