package org.sourcefree.graph;

import java.util.Optional;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;

/** What TensorFlow says of its failures. */
public final class Faults {
  private Faults() {}

  /** What TensorFlow says of memory that it could not get; empty of any other failure. */
  public static Optional<String> outOfMemory(Exception failure) {
    return failure instanceof TFResourceExhaustedException exhausted
        ? Optional.of(sentence(exhausted))
        : Optional.empty();
  }

  /** Whether TensorFlow failed, for another reason than memory. */
  public static boolean isComputation(RuntimeException failure) {
    return failure.getClass().getPackageName().equals(TensorFlowException.class.getPackageName())
        && outOfMemory(failure).isEmpty();
  }

  /** The fault alone, on one line, without the operation it happened in and advice. */
  public static String sentence(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    int place = message.indexOf("[[");
    String fault = place < 0 ? message.lines().findFirst().orElse("") : message.substring(0, place);
    return fault.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
