package org.sourcefree.evaluation;

import org.sourcefree.InvalidInputException;

/** Labels to measure on that are absent, damaged, do not fit or name no class anywhere. */
public final class UnusableLabelsException extends InvalidInputException {

  UnusableLabelsException(String message) {
    super(message);
  }

  UnusableLabelsException(InvalidInputException fault) {
    super(String.valueOf(fault.getMessage()), fault);
  }
}
