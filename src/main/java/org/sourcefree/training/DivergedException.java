package org.sourcefree.training;

/** A step after which a loss, gradient or weight is not a finite number. */
public final class DivergedException extends RuntimeException {
  private final long step;

  /**
   * Training that diverged.
   *
   * @param step that did it, counted from 0
   */
  public DivergedException(String message, long step) {
    super(message);
    this.step = step;
  }

  /** The step that did it, counted from 0. */
  public long step() {
    return step;
  }
}
