package org.sourcefree.config;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.InvalidInputException;

/** The mistakes found so far, one line each; past a hundred they are only counted. */
final class Problems {
  private static final int MOST = 100;

  private final List<String> lines = new ArrayList<>();

  /** Adds a sentence; the place is appended. */
  void add(String sentence, Place place, String path) {
    lines.add(sentence + " " + place.with(path));
  }

  /** Fails with everything that was added, if anything was. */
  void throwIfAny() {
    if (lines.isEmpty()) {
      return;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(MOST, lines.size())));
    if (lines.size() > MOST) {
      shown.add("and %d more".formatted(lines.size() - MOST));
    }
    throw new InvalidInputException(shown);
  }
}
