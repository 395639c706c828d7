package org.sourcefree.training;

/** What a run does when a loss, gradient or weight is no longer a finite number. */
public enum OnDivergence {
  /** The run ends; its last checkpoint is kept. */
  STOP,

  /**
   * Training goes on from the last checkpoint with half the learning rate, which is said; the third
   * time it was in vain the run ends.
   */
  RESTORE
}
