package org.sourcefree.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value as written, before anything is known about its type. */
sealed interface Node {

  /** The line of its key, or its own where it has none. */
  Place place();

  /** What the value is, for a message. */
  String described();

  /** Whether this is an unquoted null, or nothing at all. */
  default boolean isNull() {
    return false;
  }

  /**
   * A number, a word or a text.
   *
   * @param quoted whether it can only be meant as text
   */
  record Scalar(String text, boolean quoted, Place place) implements Node {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    @Override
    public boolean isNull() {
      return !quoted && NULLS.contains(text);
    }

    @Override
    public String described() {
      if (isNull()) {
        return "null";
      }
      return quoted ? '"' + Names.printable(text) + '"' : Names.printable(text);
    }
  }

  /** A list. */
  record Sequence(List<Node> elements, Place place) implements Node {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /**
   * Values by key.
   *
   * @param entries in the order written
   */
  record Mapping(Map<String, Node> entries, Place place) implements Node {
    @Override
    public String described() {
      return "a mapping";
    }
  }

  /** Something already reported; nothing more is said about it. */
  record Refused(Place place) implements Node {
    @Override
    public String described() {
      return "something refused";
    }
  }
}
