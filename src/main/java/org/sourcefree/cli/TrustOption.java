package org.sourcefree.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.InvalidInputException;
import org.sourcefree.experiment.ModelSource;
import org.sourcefree.trust.ModelGuard;
import picocli.CommandLine.Option;

/** What every command takes that opens a SavedModel. */
final class TrustOption {
  @Option(
      names = "--trust",
      description =
          "Use a SavedModel that may read or write files, run code or open sockets, which is refused otherwise.")
  private boolean trust;

  /** What looks at models before they are used. */
  ModelGuard guard(ModelGuard.Use use) {
    return new ModelGuard(trust, use);
  }

  /**
   * Looks at a SavedModel's folder before it is used; what is none is left to the command.
   *
   * @throws InvalidInputException if it is refused
   */
  void requireFolder(Path model) {
    if (Files.isDirectory(model)) {
      guard(ModelGuard.Use.PREDICTION).require(new ModelSource(model).models(List.of()));
    }
  }
}
