package org.sourcefree.training;

/** Training produced a loss that is not a finite number. */
public final class DivergedException extends RuntimeException {

  /** Says what is no longer finite, and when. */
  public DivergedException(String message) {
    super(message);
  }
}
