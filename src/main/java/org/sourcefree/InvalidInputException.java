package org.sourcefree;

/**
 * Something the user can fix: a file, a config value, a model that does not fit. The message is one
 * plain sentence that says what must hold, what was found and where; the command line prints it
 * alone and exits 2.
 */
public class InvalidInputException extends RuntimeException {

  /** Creates the exception with its one-sentence message. */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * Creates the exception with its one-sentence message and the failure that revealed the fault.
   */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
