package org.sourcefree.cli;

import java.util.function.ToIntBiFunction;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;

/**
 * SIGINT and SIGTERM, passed on to a run that can save its state as a request to stop; the process
 * lives until the run has left. Its exit code is the system's, 130 or 143.
 *
 * <p>A signal that was ignored when the process started stays ignored, as Java and shells keep it:
 * what a script starts in the background with {@code &} ignores SIGINT, and SIGTERM stops it.
 */
final class StopSignal {
  private static final String OF_A_RUN = "stopping: the step under way is finished and saved";

  private final StopRequest request = new StopRequest();
  private final String answer;
  private boolean working = true;

  private StopSignal(String answer) {
    this.answer = answer;
  }

  /**
   * Trains, and leaves when asked to.
   *
   * @param again the command line that resumes it
   */
  static int during(String again, ToIntBiFunction<Progress, StopRequest> training) {
    return during(OF_A_RUN, again, training);
  }

  /**
   * Does work that leaves when asked to.
   *
   * @param answer said when it is
   * @param again the command line that resumes it
   */
  static int during(String answer, String again, ToIntBiFunction<Progress, StopRequest> work) {
    StopSignal signal = new StopSignal(answer);
    Thread hook = new Thread(signal::stop, "stop signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.applyAsInt(new TerminalProgress(), signal.request);
    } catch (StoppedException e) {
      System.err.println(e.getMessage());
      System.err.println("to resume: " + again);
      return 1; // Of no effect, as the process is ending with the signal's own code.
    } finally {
      signal.end();
      release(hook);
    }
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }

  private synchronized void stop() {
    request.make();
    System.err.println(answer);
    while (working) {
      try {
        wait();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void end() {
    working = false;
    notifyAll();
  }
}
