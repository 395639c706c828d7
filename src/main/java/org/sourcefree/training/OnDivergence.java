package org.sourcefree.training;

/** What a run does when a loss, gradient or weight is no longer a finite number. */
public enum OnDivergence {
  /** The run ends; its last checkpoint is kept. */
  STOP,

  /**
   * Training resumes from the last checkpoint with half the learning rate, and a line says so; if
   * it diverges again after the third time, the run ends.
   */
  RESTORE
}
