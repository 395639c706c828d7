package org.sourcefree;

import java.util.function.Supplier;

/** Shows how far a long piece of work is. */
public interface Progress {
  /** Shows nothing. */
  Progress NONE =
      (task, total, taken) ->
          new Task() {
            @Override
            public void advance(long done, String state) {}

            @Override
            public void close() {}
          };

  /**
   * Begins a piece of work.
   *
   * @param task a few words
   * @param total units of work in all
   * @param taken units done before
   */
  Task start(String task, long total, long taken);

  /** Says a sentence that should not be missed. */
  default void say(String sentence) {}

  /** Begins a piece of work that is not shown, of which only the time may be taken. */
  default Task unshown(String task) {
    return NONE.start(task, 0, 0);
  }

  /** Does a piece of work that is not shown. */
  default <T> T unshown(String task, Supplier<T> work) {
    try (Task begun = unshown(task)) {
      T done = work.get();
      begun.advance(1, "");
      return done;
    }
  }

  /** A piece of work under way. */
  interface Task extends AutoCloseable {

    /** Says how many units are done and, in a few words, how it stands. */
    void advance(long done, String state);

    @Override
    void close();
  }
}
