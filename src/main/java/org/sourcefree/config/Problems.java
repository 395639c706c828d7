package org.sourcefree.config;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.InvalidInputException;

/** The mistakes found so far, one line each. */
final class Problems {
  private final List<String> lines = new ArrayList<>();

  /** Adds a sentence; the place is appended. */
  void add(String sentence, Place place, String path) {
    lines.add(sentence + " " + place.with(path));
  }

  /** Fails with everything that was added, if anything was. */
  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new InvalidInputException(String.join("\n", lines));
    }
  }
}
