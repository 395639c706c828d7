package org.sourcefree.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sourcefree.experiment.Experiment;
import picocli.CommandLine.Option;

/** A place for what a run writes. */
final class OutputOption {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go; the config's output if not given.")
  private @Nullable Path output;

  /** The folder for results. */
  Path of(Experiment experiment) {
    return output == null ? experiment.output() : output;
  }
}
