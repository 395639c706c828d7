package org.sourcefree.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.experiment.Adaptation;

/**
 * One run of a suite.
 *
 * @param name e.g. {@code ld, seed 1}
 * @param folder the run folder
 * @param config with its seed; its output is not used
 * @param startsFrom name of the run whose network it adapts further, or ranks with, which comes
 *     first
 * @param keepsState whether another run goes on with its discriminators, which only its last state
 *     holds
 */
record Job(
    String name,
    long seed,
    Path folder,
    Adaptation config,
    Optional<String> startsFrom,
    boolean keepsState) {

  /** Whether the network that it starts from is yet to be made by another run. */
  boolean waits() {
    return startsFrom.isPresent() && !Files.exists(config.earlier());
  }

  /** Whether two jobs would do the same. */
  boolean sameAs(Job other) {
    return config.withOutput(other.config.output()).equals(other.config);
  }

  /** Whether it takes no gradient step. */
  boolean trainsNothing() {
    return config.objective().isEmpty();
  }

  /**
   * Whether another seed may give another result: of a run that trains, starts from another run of
   * its seed, or draws the images of partial statistics.
   */
  boolean dependsOnSeed() {
    return !trainsNothing()
        || startsFrom.isPresent()
        || config.batchNorm().partialStatistics().isPresent();
  }
}
