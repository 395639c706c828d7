package org.sourcefree.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.sourcefree.Progress;
import org.sourcefree.training.DivergedException;
import org.sourcefree.training.TrainingPlan;

/**
 * Runs an experiment in its folder and, where {@code on_divergence} says restore, resumes from the
 * last checkpoint with half the learning rate after training has diverged.
 *
 * @param config the resolved config, YAML
 */
public record Recovery(Path output, String config, TrainingPlan rounds, Progress progress) {

  /**
   * Runs.
   *
   * @param attempt a run in the folder it is given, from where that stands
   * @throws DivergedException if training diverged and may not be restored
   */
  public Outcome run(boolean resume, Function<RunFolder, Outcome> attempt) {
    boolean goesOn = resume;
    while (true) {
      try (RunFolder folder = RunFolder.open(output, config, rounds, goesOn)) {
        return attempt.apply(folder);
      } catch (DivergedException e) {
        if (!rounds.restoresOnDivergence()) {
          throw e;
        }
        goBack(e);
        goesOn = true;
      }
    }
  }

  private void goBack(DivergedException failure) {
    try (RunFolder folder = RunFolder.open(output, config, rounds, true)) {
      List<Divergence> earlier = folder.divergences();
      if (earlier.size() == Divergence.MOST) {
        throw new DivergedException(
            "%s; given up after %d restorations".formatted(failure.getMessage(), Divergence.MOST),
            failure.step());
      }
      Divergence next =
          Divergence.after(
              earlier,
              failure.step(),
              String.valueOf(failure.getMessage()),
              folder.taken().orElse(0));
      folder.appendDivergence(next);
      progress.say(next.sentence(earlier.size() + 1));
    }
  }
}
