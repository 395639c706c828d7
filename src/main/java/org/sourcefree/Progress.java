package org.sourcefree;

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

  /** A piece of work under way. */
  interface Task extends AutoCloseable {

    /** Says how many units are done and, in a few words, how it stands. */
    void advance(long done, String state);

    @Override
    void close();
  }
}
