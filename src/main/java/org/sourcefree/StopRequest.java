package org.sourcefree;

/**
 * A request to end a run, made from any thread. A training run finishes the step under way and
 * saves its state; a labelling pass or a measurement is left at once, as it can be made again.
 */
public final class StopRequest {
  private volatile boolean made;

  /** Asks the run to end. */
  public void make() {
    made = true;
  }

  /** Whether the run was asked to end. */
  public boolean isMade() {
    return made;
  }

  /**
   * Leaves if the run was asked to end.
   *
   * @throws StoppedException if so
   */
  public void check() {
    if (made) {
      throw new StoppedException();
    }
  }

  /**
   * Progress of work that is left at once: whoever reports to it is asked to end, too.
   *
   * @param progress shows what is reported
   */
  public Progress checkedBy(Progress progress) {
    return new Progress() {
      @Override
      public Task start(String name, long total, long taken) {
        check();
        return checked(progress.start(name, total, taken));
      }

      @Override
      public void say(String sentence) {
        progress.say(sentence);
      }
    };
  }

  private Progress.Task checked(Progress.Task task) {
    return new Progress.Task() {
      @Override
      public void advance(long done, String state) {
        task.advance(done, state);
        check();
      }

      @Override
      public void close() {
        task.close();
      }
    };
  }
}
