package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.sourcefree.Progress;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.experiment.TrainingRun;

/** Kills the run when a task has done so much. */
record Killer(String fatalTask, long at) implements Progress {

  /** As sudden as a kill: no one catches it to clean up. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Starts a run and kills it, resumes it and kills it by the next, and so on. */
  static void kill(TrainingConfig config, Path folder, Killer... killers) {
    for (int i = 0; i < killers.length; i++) {
      TrainingRun run = new TrainingRun(config, killers[i]);
      boolean resume = i > 0;
      assertThatThrownBy(() -> run.run(folder, resume))
          .as(killers[i].toString())
          .isInstanceOf(Killed.class);
    }
  }

  @Override
  public Task start(String task, long total, long taken) {
    return new Task() {
      @Override
      public void advance(long done, String state) {
        if (task.equals(fatalTask) && done == at) {
          throw new Killed();
        }
      }

      @Override
      public void close() {}
    };
  }
}
