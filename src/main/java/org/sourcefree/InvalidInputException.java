package org.sourcefree;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something the user can fix: a file, a config value, a model that does not fit. The message is one
 * plain sentence that says what must hold, what was found and where; the command line prints it
 * alone and exits 2. What others wrote and it quotes is shown by {@link PlainText}.
 */
public class InvalidInputException extends RuntimeException {

  /** Creates the exception with its one-sentence message. */
  public InvalidInputException(String message) {
    super(PlainText.line(message));
  }

  /**
   * Creates the exception with its one-sentence message and the failure that revealed the fault.
   */
  public InvalidInputException(String message, Throwable cause) {
    super(PlainText.line(message), cause);
  }

  /** Creates the exception with a sentence a line. */
  public InvalidInputException(List<String> messages) {
    super(messages.stream().map(PlainText::line).collect(Collectors.joining("\n")));
  }

  /** Its sentences, one for most. */
  public List<String> messages() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
