package org.sourcefree.training;

/** Training produced a loss that is not a finite number. */
public final class DivergedException extends RuntimeException {

  DivergedException(String message) {
    super(message);
  }
}
