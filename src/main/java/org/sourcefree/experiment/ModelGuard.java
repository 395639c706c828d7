package org.sourcefree.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.OperationScan;
import org.sourcefree.checkpoint.SavedModelFolder;
import org.sourcefree.checkpoint.SavedModelScan;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.network.ForeignNetwork;

/**
 * Looks at the SavedModels that a command is about to use, before TensorFlow sees them: one that
 * reads or writes files, runs code or talks to other machines is refused. What is damaged is left
 * to the command to refuse.
 */
public final class ModelGuard {
  private ModelGuard() {}

  /**
   * Checks the models of a config.
   *
   * @throws InvalidInputException naming the first model and operation that does more than compute
   */
  public static void require(Experiment config) {
    throwFirst(refusals(config));
  }

  /**
   * Checks a model as a command line names it.
   *
   * @param model a SavedModel's folder, a run folder, or a config
   * @param set overrides of the config's keys
   * @throws InvalidInputException naming the first operation that does more than compute
   */
  public static void require(Path model, List<String> set) {
    if (Files.isRegularFile(model)) {
      require(ConfigReader.read(model, set, Experiment.class));
    } else {
      throwFirst(refusals(List.of(model)));
    }
  }

  /** Why models of a config are refused, a sentence each. */
  public static List<String> refusals(Experiment config) {
    return refusals(models(config).toList());
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

  private static List<String> refusals(List<Path> models) {
    List<String> refusals = new ArrayList<>();
    for (Path model : models) {
      List<String> lines = readable(model);
      if (!lines.isEmpty()) {
        refusals.add(
            "a SavedModel must only compute, found %s%s; --trust uses it all the same (%s)"
                .formatted(
                    lines.get(0),
                    lines.size() == 1 ? "" : " and %d more".formatted(lines.size() - 1),
                    model));
      }
    }
    return refusals;
  }

  private static List<String> readable(Path model) {
    try {
      return lines(model);
    } catch (InvalidInputException e) {
      // It is missing or damaged, as the command itself will say.
      return List.of();
    }
  }

  private static void throwFirst(List<String> refusals) {
    if (!refusals.isEmpty()) {
      throw new InvalidInputException(refusals.get(0));
    }
  }

  /** Where the models of a config lie, each once. */
  private static Stream<Path> models(Experiment config) {
    if (config instanceof Adaptation adaptation) {
      return Stream.of(adaptation.model().savedModel());
    }
    if (config instanceof Pretraining pretraining) {
      return Stream.of(pretraining.output());
    }
    Set<Path> models = new LinkedHashSet<>();
    if (config instanceof Suite suite) {
      suite.rows().forEach(row -> add(row.config(), List.of(), models));
      suite.sweeps().forEach(sweep -> add(sweep.config(), sweep.set(), models));
    }
    return models.stream();
  }

  private static void add(Path config, List<String> set, Set<Path> models) {
    try {
      Experiment read = ConfigReader.read(config, set, Experiment.class);
      if (!(read instanceof Suite)) {
        models(read).forEach(models::add);
      }
    } catch (InvalidInputException e) {
      // The suite itself says what is wrong with its configs.
    }
  }
}
