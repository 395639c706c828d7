package org.sourcefree.model;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.graph.Faults;
import org.sourcefree.network.Model;
import org.sourcefree.network.foreign.ForeignNetwork;

/**
 * A graph that another program wrote may hold any nonsense, and what reads it may fail anywhere.
 */
public final class GraphFaults {
  private GraphFaults() {}

  /**
   * Checks something of a graph.
   *
   * @throws InvalidInputException if it fails, saying of which SavedModel and why
   */
  public static void require(Path savedModel, Runnable check) {
    refused(
        savedModel,
        () -> {
          check.run();
          return savedModel;
        });
  }

  /**
   * Computes with a session whose graph may be another program's.
   *
   * @throws InvalidInputException if TensorFlow fails at another program's graph, saying of which
   *     SavedModel and why
   */
  public static <T> T computed(Path savedModel, Model model, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (model.network() instanceof ForeignNetwork && Faults.isComputation(e)) {
        throw new InvalidInputException(
            "the graph must be one that TensorFlow can compute, got: %s (%s)"
                .formatted(Faults.sentence(e), savedModel),
            e);
      }
      throw e;
    }
  }

  /**
   * Does something with a graph.
   *
   * @throws InvalidInputException if it fails, saying of which SavedModel and why
   */
  public static <T> T refused(Path savedModel, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains(PlainText.line(savedModel.toString()))
          ? e
          : new InvalidInputException("%s (%s)".formatted(message, savedModel), e);
    } catch (RuntimeException e) {
      String said = e.getMessage() == null ? "a part is missing" : e.getMessage();
      String reason = said.lines().findFirst().orElse("");
      throw new InvalidInputException(
          "the graph must be intact, could not be read: %s (%s)".formatted(reason, savedModel), e);
    }
  }
}
