package org.sourcefree.cli;

import java.util.Optional;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.workers.Workers;

/** TF_CONFIG, which says who shares a run. */
final class WorkersVariable {
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
}
