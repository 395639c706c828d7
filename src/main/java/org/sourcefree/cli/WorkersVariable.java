package org.sourcefree.cli;

import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.ParseResult;

/** TF_CONFIG, which says who shares a run. */
final class WorkersVariable {
  /** Commands that compute, but on one machine. */
  private static final Set<String> ALONE = Set.of("reproduce");

  private WorkersVariable() {}

  /**
   * The workers of this process's run.
   *
   * @throws InvalidInputException if the variable is wrong
   */
  static Workers read() {
    return new Workers(cluster(), WorkersVariable::end);
  }

  private static Optional<Cluster> cluster() {
    return Cluster.of(System.getenv(Cluster.VARIABLE));
  }

  /** Ends the process at once: its other threads may wait for the lost worker in native code. */
  private static void end(String lost) {
    System.err.println(lost + "; start all workers again, with --resume once a state is saved");
    System.err.flush();
    Runtime.getRuntime().halt(Workers.START_AGAIN);
  }

  /**
   * Refuses a command that several workers cannot share.
   *
   * @throws InvalidInputException if TF_CONFIG names several
   */
  static void check(ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      String command = parsed.subcommand().commandSpec().name();
      if (ALONE.contains(command) && cluster().isPresent()) {
        throw new InvalidInputException(
            "%s must run in one process, but %s names several workers; unset it"
                .formatted(command, Cluster.VARIABLE));
      }
    }
  }
}
