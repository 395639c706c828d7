package org.sourcefree.api;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.RunListener;
import org.sourcefree.training.StepLosses;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Trust;

/**
 * Adapts a model to unlabelled images of another domain, as a config says.
 *
 * @param config what to do
 * @param listener told of what happens, on the thread that runs
 * @param stop ends the run from any thread; what was done until then is saved
 * @param progress shows how far the run is
 * @param trust how far the config's model is trusted
 */
public record Adapter(
    Adaptation config, RunListener listener, StopRequest stop, Progress progress, Trust trust) {

  /** Adapts as a config says, told to nobody, with a model that may only compute. */
  public static Adapter of(Adaptation config) {
    return new Adapter(config, RunListener.NONE, new StopRequest(), Progress.NONE, Trust.COMPUTING);
  }

  /**
   * Adapts as a YAML file says.
   *
   * @param set overrides of its keys, such as {@code training.rounds=1}
   * @throws InvalidInputException with one line a mistake
   */
  public static Adapter of(Path config, String... set) {
    return of(
        Adaptation.of(ConfigReader.read(config, List.of(set), Experiment.class))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "kind must be adaptation to adapt (%s: kind)".formatted(config))));
  }

  /** The same told to a listener. */
  public Adapter toldTo(RunListener told) {
    return new Adapter(config, told, stop, progress, trust);
  }

  /** The same that gives every gradient step's losses away. */
  public Adapter onStep(Consumer<StepLosses> losses) {
    return toldTo(
        new RunListener() {
          @Override
          public void step(StepLosses taken) {
            losses.accept(taken);
          }
        });
  }

  /** The same ended by a request. */
  public Adapter stoppedBy(StopRequest request) {
    return new Adapter(config, listener, request, progress, trust);
  }

  /** The same that shows how far it is. */
  public Adapter shownBy(Progress shown) {
    return new Adapter(config, listener, stop, shown, trust);
  }

  /** The same with a model that is trusted so far. */
  public Adapter trusting(Trust far) {
    return new Adapter(config, listener, stop, progress, far);
  }

  /**
   * Adapts.
   *
   * @param folder the run folder, a new one
   * @throws InvalidInputException if the model, the data or the folder does not fit; nothing is
   *     left behind then
   * @throws StoppedException if it was asked to end; {@link #resume} goes on
   */
  public Outcome run(Path folder) {
    return run(folder, false);
  }

  /**
   * Resumes a run that was stopped, to the same end as if it had not been.
   *
   * @param folder the run folder
   * @throws InvalidInputException if it holds no such run
   * @throws StoppedException if it was asked to end again
   */
  public Outcome resume(Path folder) {
    return run(folder, true);
  }

  private Outcome run(Path folder, boolean resume) {
    return new TrainingRun(config, new Models(trust), progress)
        .toldTo(listener)
        .stoppedBy(stop)
        .run(folder, resume);
  }
}
