package org.sourcefree.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shell scripts that may mount disks, which only they and what they start see. They need no rights
 * but namespaces of their own, which some systems and containers keep to root or forbid.
 */
final class Mounts {
  private Mounts() {}

  /** Starts a script with parameters; behind them stands the command that it runs. */
  static List<String> script(String script, String... parameters) {
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
    command.addAll(List.of(parameters));
    return command;
  }

  /** Skips the test where nothing can be mounted on a folder. */
  static void assumeAllowed(Path folder) {
    List<String> command = script("mount -t tmpfs -o size=1m tmpfs \"$1\"", folder.toString());
    try {
      Process probe =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assumeTrue(probe.waitFor() == 0, "this system lets this user mount no disk");
    } catch (IOException e) {
      assumeTrue(false, "there is no unshare here: " + e.getMessage());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
