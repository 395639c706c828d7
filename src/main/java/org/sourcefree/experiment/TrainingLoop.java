package org.sourcefree.experiment;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.sourcefree.data.TrainingData;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.training.Rounds;
import org.sourcefree.training.StepLosses;
import org.sourcefree.training.Trainer;
import org.sourcefree.training.TrainingGraph;
import org.sourcefree.training.TrainingSettings;

/**
 * The trainer inside a run folder: it goes on from the newest checkpoint, logs every step and saves
 * states.
 */
final class TrainingLoop {
  private final ModelSession model;
  private final TrainingGraph graph;
  private final RunFolder folder;
  private final Progress progress;

  /** Adds the training graph, and a saver of all variables, to the model. */
  TrainingLoop(
      ModelSession model,
      TrainingSettings settings,
      long seed,
      RunFolder folder,
      Progress progress) {
    this.model = model;
    this.folder = folder;
    this.progress = progress;
    this.graph = new TrainingGraph(model.graph(), model.variables(), model.model(), settings, seed);
    model.variables().addSaver();
    Sgd.reset(model.session(), model.variables());
    LossScale.reset(model.session(), model.variables());
    // The weights have passed through Java's heap; what they took is given back before training
    // needs it.
    System.gc();
  }

  /** Brings back the newest state; empty if there is none. */
  OptionalLong restore() {
    OptionalLong taken = folder.checkpoints().latest();
    taken.ifPresent(step -> folder.checkpoints().restore(model.session(), step));
    return taken;
  }

  /** Saves the state before the first step. */
  void saveStart() {
    folder.checkpoints().save(model.session(), 0);
  }

  /**
   * Takes the remaining steps.
   *
   * @param taken steps taken before
   * @param afterStep told of each step, before the state is saved
   */
  void run(
      long taken,
      Schedule schedule,
      Rounds rounds,
      IntFunction<TrainingData> dataOfRound,
      Consumer<StepLosses> afterStep) {
    folder.keepMetricsBefore(taken);
    Speed speed = new Speed(rounds.batchSize(), System::nanoTime);
    try (Progress.Task task = progress.start("training", rounds.totalSteps(), taken)) {
      new Trainer(model.session(), graph, schedule, rounds)
          .run(
              taken,
              dataOfRound,
              losses -> {
                folder.appendMetrics(losses);
                long step = losses.step();
                speed.stepTaken(step == taken || step % rounds.stepsPerRound() == 0);
                task.advance(step + 1, state(losses, speed));
                afterStep.accept(losses);
                saveIfDue(step + 1, rounds);
                speed.goOn();
              });
    }
  }

  private void saveIfDue(long taken, Rounds rounds) {
    if (taken % rounds.checkpointEvery() == 0 || taken % rounds.stepsPerRound() == 0) {
      folder.checkpoints().save(model.session(), taken);
      folder.writeResults(folder.results());
    }
  }

  private static String state(StepLosses losses, Speed speed) {
    StringBuilder state = new StringBuilder(text("loss %.4f", losses.total()));
    losses.terms().forEach((name, value) -> state.append(text(" %s %.4f", name, value)));
    return state
        .append(text(" lr %.2e", losses.learningRate()))
        .append(text(", %.1f images/s", speed.imagesPerSecond()))
        .toString();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
