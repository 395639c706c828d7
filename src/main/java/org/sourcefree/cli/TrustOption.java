package org.sourcefree.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.InvalidInputException;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.ModelGuard;
import picocli.CommandLine.Option;

/** What every command takes that opens a SavedModel. */
final class TrustOption {
  @Option(
      names = "--trust",
      description =
          "Use a SavedModel that may read or write files, run code or open sockets, which is refused otherwise.")
  private boolean trust;

  /**
   * Looks at the models of a config before they are used.
   *
   * @throws InvalidInputException if one does more than compute and is not trusted
   */
  void require(Experiment config) {
    if (!trust) {
      ModelGuard.require(config);
    }
  }

  /**
   * Looks at a model before it is used.
   *
   * @param model a SavedModel's folder, a run folder, or a config
   * @param set overrides of the config's keys
   * @throws InvalidInputException if it does more than compute and is not trusted
   */
  void require(Path model, List<String> set) {
    if (!trust) {
      ModelGuard.require(model, set);
    }
  }

  /**
   * Looks at a SavedModel's folder before it is used.
   *
   * @throws InvalidInputException if it does more than compute and is not trusted
   */
  void requireFolder(Path model) {
    if (Files.isDirectory(model)) {
      require(model, List.of());
    }
  }

  /** Why models of a config would be refused, a sentence each. */
  List<String> refusals(Experiment config) {
    return trust ? List.of() : ModelGuard.refusals(config);
  }
}
