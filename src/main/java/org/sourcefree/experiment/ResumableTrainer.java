package org.sourcefree.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import org.sourcefree.Progress;
import org.sourcefree.StoppedException;
import org.sourcefree.data.TrainingData;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.Divergence;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.Speed;
import org.sourcefree.run.TrainingState;
import org.sourcefree.run.earlier.CarriedDiscriminators;
import org.sourcefree.training.Step;
import org.sourcefree.training.StepLosses;
import org.sourcefree.training.Streams;
import org.sourcefree.training.Trainer;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.training.TrainingSettings;

/**
 * The trainer inside a run folder: it resumes from the newest checkpoint, logs every step and saves
 * states.
 */
final class ResumableTrainer {
  private final ModelSession model;
  private final TrainingSettings settings;
  private final Step step;
  private final TrainingData data;
  private final RunFolder folder;
  private final TrainingPlan rounds;
  private final List<Divergence> divergences;
  private final Hooks hooks;

  /** Adds the training graph, and a saver of all variables, to the model. */
  ResumableTrainer(RunParts parts, TrainingSettings settings) {
    this.model = parts.model();
    this.settings = settings;
    this.data = parts.data();
    this.folder = parts.folder();
    this.rounds = folder.rounds();
    this.divergences = folder.divergences();
    this.hooks = parts.hooks();
    this.step =
        hooks.progress().unshown("building the step", () -> model.step(settings, data.seed()));
    model.variables().addSaver();
    // The weights have passed through Java's heap; what they took is given back before training
    // needs it.
    System.gc();
  }

  /** Brings back the state that the folder stands at, and says so; empty if there is none. */
  OptionalLong restore() {
    OptionalLong taken = folder.taken();
    folder.notes().forEach(hooks.progress()::say);
    if (taken.isPresent()) {
      folder.restore(model.session(), taken.getAsLong());
      hooks.progress().say(state(taken.getAsLong()).sentence(rounds.rounds()));
    }
    return taken;
  }

  /**
   * Makes and saves the state before the first step.
   *
   * @param patchKinds their centres, [K, 4·C], of a step that tells patches apart
   */
  void saveStart(Optional<float[][]> patchKinds) {
    step.begin(model.session());
    CarriedDiscriminators.assign(model, settings);
    patchKinds.ifPresent(centres -> step.tellApart(model.session(), centres));
    save(0);
  }

  /**
   * Takes the remaining steps.
   *
   * @param taken steps taken before
   * @param look told how many steps were taken after each, before the state is saved; false ends
   *     training there
   * @throws StoppedException if the run is asked to end, with the state saved
   */
  void run(long taken, IntFunction<TrainingData> dataOfRound, LongPredicate look) {
    Speed speed = new Speed(rounds.batchSize(), System::nanoTime);
    LongToDoubleFunction factor = number -> Divergence.factorAt(divergences, number);
    hooks.stop().check();
    try (Progress.Task task = hooks.progress().start("training", rounds.totalSteps(), taken)) {
      Progress.Task first = hooks.progress().unshown("first step");
      new Trainer(model.session(), step, factor, rounds)
          .run(
              taken,
              round -> Streams.of(dataOfRound.apply(round)),
              losses -> {
                folder.appendMetrics(losses);
                long number = losses.step();
                if (number == taken) {
                  first.close();
                }
                speed.stepTaken(number == taken || number % rounds.stepsPerRound() == 0);
                task.advance(number + 1, state(losses, speed));
                hooks.listener().step(losses);
                boolean goesOn = lookUnlessStopped(number + 1, look);
                if (goesOn) {
                  saveIfDue(number + 1);
                } else {
                  save(number + 1);
                }
                speed.goOn();
                return goesOn;
              });
    }
  }

  private boolean lookUnlessStopped(long taken, LongPredicate look) {
    try {
      hooks.stop().check();
      return look.test(taken);
    } catch (StoppedException asked) {
      save(taken);
      hooks
          .progress()
          .say("saved the state after %d of %d steps".formatted(taken, rounds.totalSteps()));
      throw asked;
    }
  }

  private void saveIfDue(long taken) {
    if (taken % rounds.checkpointEvery() == 0 || taken % rounds.stepsPerRound() == 0) {
      save(taken);
    }
  }

  private void save(long taken) {
    try (Progress.Task saving = hooks.progress().unshown("saving states")) {
      folder.save(model.session(), state(taken));
      folder.writeResults(folder.results());
      saving.advance(1, "");
    }
  }

  private TrainingState state(long taken) {
    return new TrainingState(
        taken,
        rounds.totalSteps(),
        rounds.roundOf(taken) + 1,
        data.seed(),
        taken / data.stepsPerEpoch() + 1,
        taken % data.stepsPerEpoch() * data.batchSize(),
        folder.labelledRounds(),
        Divergence.factorAt(divergences, taken));
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
