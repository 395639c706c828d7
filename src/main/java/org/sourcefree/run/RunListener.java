package org.sourcefree.run;

import java.util.List;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.pseudolabel.ClassSelection;
import org.sourcefree.training.StepLosses;

/**
 * Told of what happens in a run, on the run's own thread; the run waits. What a resumed run did
 * before is not told again.
 */
public interface RunListener {
  /** Listens to nothing. */
  RunListener NONE = new RunListener() {};

  /** A gradient step was taken. */
  default void step(StepLosses losses) {}

  /** Predictions of some unlabelled training images were looked at. */
  default void look(WatchPoint point) {}

  /** A labelling round was made, counted from 0; one entry a class in train-id order. */
  default void labelled(int round, List<ClassSelection> classes) {}

  /** The source model was measured. */
  default void sourceOnly(Scores scores) {}

  /** The model was measured after so many gradient steps. */
  default void measured(long step, Scores scores) {}

  /** The run has ended, its folder is complete. */
  default void ended(Outcome outcome) {}
}
