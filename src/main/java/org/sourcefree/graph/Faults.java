package org.sourcefree.graph;

/** What TensorFlow says of its failures. */
public final class Faults {
  private Faults() {}

  /** The fault alone, on one line, without the operation it happened in and advice. */
  public static String sentence(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    int place = message.indexOf("[[");
    String fault = place < 0 ? message.lines().findFirst().orElse("") : message.substring(0, place);
    return fault.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
