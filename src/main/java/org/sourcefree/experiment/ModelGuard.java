package org.sourcefree.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.OperationScan;
import org.sourcefree.checkpoint.SavedModelFolder;
import org.sourcefree.checkpoint.SavedModelScan;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.network.ForeignNetwork;

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
   * Checks the models of a config.
   *
   * @throws InvalidInputException saying of the first model that is refused why
   */
  public void require(Experiment config) {
    throwFirst(refusals(config));
  }

  /**
   * Checks a model as a command line names it.
   *
   * @param model a SavedModel's folder, a run folder, or a config
   * @param set overrides of the config's keys
   * @throws InvalidInputException saying why it is refused
   */
  public void require(Path model, List<String> set) {
    if (Files.isRegularFile(model)) {
      require(ConfigReader.read(model, set, Experiment.class));
    } else {
      throwFirst(refusals(Set.of(GraphProbe.unsaid(model))));
    }
  }

  /** Why models of a config are refused, a sentence each. */
  public List<String> refusals(Experiment config) {
    return refusals(models(config));
  }

  /** What of a model reaches beyond it, the graph in our own description included, in words. */
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

  private List<String> refusals(Set<Adaptation.PretrainedModel> models) {
    List<String> refusals = new ArrayList<>();
    for (Adaptation.PretrainedModel model : models) {
      refusal(model).ifPresent(refusals::add);
    }
    return refusals;
  }

  /** Why a model is refused, in a sentence; empty if it is not. */
  Optional<String> refusal(Adaptation.PretrainedModel model) {
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

  private static void throwFirst(List<String> refusals) {
    if (!refusals.isEmpty()) {
      throw new InvalidInputException(refusals.get(0));
    }
  }

  /** The models of a config, each once. */
  private static Set<Adaptation.PretrainedModel> models(Experiment config) {
    if (config instanceof Adaptation adaptation) {
      return Set.of(adaptation.model());
    }
    if (config instanceof Pretraining pretraining) {
      return Set.of(GraphProbe.unsaid(pretraining.output()));
    }
    Set<Adaptation.PretrainedModel> models = new LinkedHashSet<>();
    if (config instanceof Suite suite) {
      suite.rows().forEach(row -> add(row.config(), List.of(), models));
      suite.sweeps().forEach(sweep -> add(sweep.config(), sweep.set(), models));
    }
    return models;
  }

  private static void add(Path config, List<String> set, Set<Adaptation.PretrainedModel> models) {
    try {
      Experiment read = ConfigReader.read(config, set, Experiment.class);
      if (!(read instanceof Suite)) {
        models.addAll(models(read));
      }
    } catch (InvalidInputException e) {
      // The suite itself says what is wrong with its configs.
    }
  }
}
