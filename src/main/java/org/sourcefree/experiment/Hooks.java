package org.sourcefree.experiment;

import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.run.RunListener;
import org.sourcefree.workers.Workers;

/**
 * Who follows a run from outside, and may end it.
 *
 * @param progress shown to people
 * @param stop asked between pieces of work
 * @param listener told of what happens
 * @param workers who takes the run's steps together
 */
record Hooks(Progress progress, StopRequest stop, RunListener listener, Workers workers) {

  /** Progress of a pass over images, which is left at once where the run is asked to end. */
  Progress pass() {
    return stop.checkedBy(progress);
  }
}
