package org.sourcefree.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.foreign.ForeignNetwork;
import org.sourcefree.savedmodel.SavedModelFolder;

/**
 * Looks at the SavedModels that a command is about to use, before TensorFlow sees them: one that
 * reads or writes files, runs code or talks to other machines is refused unless it is trusted, and
 * so is a graph of another program that ends the process, see {@link GraphProbe}. What is damaged
 * is left to the command to refuse.
 *
 * @param trusted whether models may do more than compute
 * @param use what they are for
 */
public record ModelGuard(boolean trusted, Use use) {

  /** What a model is opened for. */
  public enum Use {
    /** Predictions. */
    PREDICTION,
    /** Predictions and gradient steps. */
    TRAINING,
    /** To say what it holds. */
    INSPECTION
  }

  /**
   * Checks models.
   *
   * @throws InvalidInputException saying of the first that is refused why
   */
  public void require(Set<PretrainedModel> models) {
    List<String> refusals = refusals(models);
    if (!refusals.isEmpty()) {
      throw new InvalidInputException(refusals.get(0));
    }
  }

  /** Why models are refused, a sentence each. */
  public List<String> refusals(Set<PretrainedModel> models) {
    return models.stream().map(this::refusal).flatMap(Optional::stream).toList();
  }

  /**
   * What in a model can reach outside it, such as files, a line each; the graph inside our own
   * description is scanned too.
   */
  static List<String> lines(Path savedModel) {
    List<String> lines = new ArrayList<>(SavedModelScan.lines(savedModel));
    if (SavedModelFolder.findDescription(new SavedModelFolder(savedModel).metaGraph()).isPresent()
        && ModelSession.describe(savedModel).network() instanceof ForeignNetwork foreign) {
      OperationScan.of(foreign.graph()).stream()
          .map(found -> found.line() + " in its description")
          .forEach(lines::add);
    }
    return lines;
  }

  /** Why a model is refused, in a sentence; empty if it is not. */
  Optional<String> refusal(PretrainedModel model) {
    return scanned(model.savedModel()).or(() -> GraphProbe.refusal(model, use));
  }

  private Optional<String> scanned(Path model) {
    try {
      List<String> lines = trusted ? List.of() : lines(model);
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      String more = lines.size() == 1 ? "" : " and %d more".formatted(lines.size() - 1);
      return Optional.of(
          "a SavedModel must only compute, found %s%s; --trust uses it all the same (%s)"
              .formatted(lines.get(0), more, model));
    } catch (InvalidInputException e) {
      // It is missing or damaged, as the command itself will say.
      return Optional.empty();
    }
  }
}
