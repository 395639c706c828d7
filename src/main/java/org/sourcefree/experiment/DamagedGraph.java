package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;

/**
 * A graph that another program wrote may hold any nonsense, and what reads it may fail anywhere.
 */
final class DamagedGraph {
  private DamagedGraph() {}

  /**
   * Checks something of a graph.
   *
   * @throws InvalidInputException if it fails, saying of which SavedModel and why
   */
  static void require(Path savedModel, Runnable check) {
    refused(
        savedModel,
        () -> {
          check.run();
          return savedModel;
        });
  }

  /**
   * Does something with a graph.
   *
   * @throws InvalidInputException if it fails, saying of which SavedModel and why
   */
  static <T> T refused(Path savedModel, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains(savedModel.toString())
          ? e
          : new InvalidInputException("%s (%s)".formatted(message, savedModel), e);
    } catch (RuntimeException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidInputException(
          "the graph must be whole, could not be read: %s (%s)".formatted(reason, savedModel), e);
    }
  }
}
