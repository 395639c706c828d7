package org.sourcefree.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that start another, with SIGINT and SIGTERM as a terminal leaves them: whoever started
 * the tests in the background may have ignored SIGINT, which every process inherits.
 */
final class Dispositions {
  private static final String PERL = "$SIG{INT} = $SIG{TERM} = 'DEFAULT'; exec @ARGV";

  private static final String PYTHON =
      "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
          + "signal.signal(signal.SIGTERM, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])";

  /** A shell cannot: what it was started with ignored stays so. */
  private static final List<List<String>> RESETS =
      List.of(
          List.of("env", "--default-signal=INT,TERM"),
          List.of("perl", "-e", PERL),
          List.of("python3", "-c", PYTHON));

  private Dispositions() {}

  /** Starts a command that both signals end, unless it sees to them itself. */
  static List<String> byDefault() {
    return RESETS.stream()
        .filter(Dispositions::works)
        .findFirst()
        .orElseGet(
            () -> abort("env of coreutils 8.31, perl or python3 is needed to reset signals"));
  }

  /** Starts a command that ignores SIGINT, as nohup and shells do in the background. */
  static List<String> ignoringInterrupts() {
    List<String> command = new ArrayList<>(byDefault());
    command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    return command;
  }

  private static boolean works(List<String> reset) {
    List<String> command = new ArrayList<>(reset);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
