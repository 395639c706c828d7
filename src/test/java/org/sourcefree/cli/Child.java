package org.sourcefree.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sourcefree.machine.ChildJvm;

/**
 * A command in a process of its own, as a user starts it.
 *
 * @param output what it writes to both of its streams
 */
record Child(Process process, Path output) {
  private static final long MINUTES = 20;

  /** Starts a command. */
  static Child start(Path output, List<String> arguments) {
    return start(output, List.of(), arguments);
  }

  /** Starts a command through another, which gets Java's command line behind its own. */
  static Child start(Path output, List<String> through, List<String> arguments) {
    List<String> command = new ArrayList<>(through);
    // It lives too briefly for what the optimising compiler would gain.
    List<String> options = List.of("-Djava.awt.headless=true", "-Xmx1g", "-XX:TieredStopAtLevel=1");
    command.addAll(ChildJvm.of(options, Sourcefree.class, arguments).command());
    try {
      return new Child(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start(),
          output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until something is so or the process has ended.
   *
   * @return whether the process still runs
   */
  boolean awaits(BooleanSupplier event) {
    try {
      while (!event.getAsBoolean()) {
        if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return process.isAlive();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end; its exit code, 128 + n when signal n ended it. */
  int code() {
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("the process hangs: " + text());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it has written so far. */
  String text() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
