package org.sourcefree.training;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Session;

/**
 * Algorithm 2 of You et al. 2021: every round labels the target set anew, then takes gradient steps
 * on batches of it.
 */
public final class Trainer {
  private static final int PLACES = 3;

  private final Session session;
  private final Step step;
  private final LongToDoubleFunction rateFactor;
  private final TrainingPlan plan;

  /**
   * Trains the variables in the session.
   *
   * @param rateFactor on every player's learning rate at a step, counted from 0
   */
  public Trainer(Session session, Step step, LongToDoubleFunction rateFactor, TrainingPlan plan) {
    this.session = session;
    this.step = step;
    this.rateFactor = rateFactor;
    this.plan = plan;
  }

  /**
   * Takes the steps that remain.
   *
   * @param taken steps taken before, 0 for a new run
   * @param dataOfRound labels the training images for a round, counted from 0
   * @param goesOn told of each step after it is taken; false ends training there
   */
  public void run(long taken, IntFunction<Streams> dataOfRound, Predicate<StepLosses> goesOn) {
    long number = taken;
    while (number < plan.totalSteps()) {
      int round = plan.roundOf(number);
      if (round > 0 && number == plan.firstStepOf(round)) {
        step.beginRound(session);
      }
      Streams data = dataOfRound.apply(round);
      step.replicas().beginRound(round, number);
      try (Streams.Ahead ahead = data.batchesFrom(number, step.replicas().share())) {
        for (; plan.roundOf(number) == round; number++) {
          Map<String, Batch> batches = ahead.next();
          double factor = rateFactor.applyAsDouble(number);
          StepLosses losses = step.run(session, batches, number, factor);
          requireFinite(losses, batches);
          if (!goesOn.test(losses)) {
            return;
          }
        }
      }
    }
  }

  private void requireFinite(StepLosses losses, Map<String, Batch> batches) {
    List<String> names =
        batches.values().stream().flatMap(batch -> batch.names().stream()).toList();
    if (!losses.isFinite()) {
      throw diverged("the loss", notFinite(losses), losses, names);
    }
    if (!losses.finiteWeights()) {
      Map<Variable, Float> found = step.notFinite(session);
      boolean gradient = found.keySet().stream().anyMatch(v -> v.role() == Role.MOMENTUM);
      String places =
          found.entrySet().stream()
              .limit(PLACES)
              .map(place -> place.getValue() + " in " + place.getKey().name())
              .collect(Collectors.joining(", "));
      throw diverged(
          gradient ? "every gradient and weight" : "every weight",
          found.isEmpty() ? "numbers whose squares overflow" : places,
          losses,
          names);
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
      String what, String found, StepLosses losses, List<String> images) {
    return new DivergedException(
        "%s must stay finite, got %s at step %d on %s; a lower learning_rate may help"
            .formatted(what, found, losses.step(), images),
        losses.step());
  }
}
