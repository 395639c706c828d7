package org.sourcefree.cli;

import java.nio.file.Path;
import org.sourcefree.image.Drawing;

/** Says where files for people lie that a command has written. */
final class WrittenFiles {
  private WrittenFiles() {}

  /** A drawn picture, and what it lacks on this machine. */
  static void picture(String what, Path file) {
    System.out.printf("%s: %s%n", what, file);
    Drawing.missingText().map(TerminalWidth::wrapped).ifPresent(System.out::println);
  }
}
