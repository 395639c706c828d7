package org.sourcefree.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.sourcefree.InvalidInputException;

/** What is said of a file that cannot be read. */
final class ParseErrors {
  private ParseErrors() {}

  /** The mistakes in {@code a.yaml} with this text, a line each. */
  static List<String> errors(String yaml, Class<?> type) {
    return error(yaml, type).lines().toList();
  }

  /** The message about {@code a.yaml} with this text. */
  static String error(String yaml, Class<?> type) {
    return String.valueOf(
        catchThrowableOfType(
                InvalidInputException.class,
                () -> ConfigReader.parse(yaml, "a.yaml", List.of(), type))
            .getMessage());
  }
}
