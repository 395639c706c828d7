package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.List;
import org.sourcefree.image.Drawing;
import org.sourcefree.report.run.RunReport;

/** Says where files for people lie that a command has written. */
final class WrittenFiles {
  private WrittenFiles() {}

  /** A drawn picture, and what it lacks on this machine. */
  static void picture(String what, Path file) {
    System.out.printf("%s: %s%n", what, file);
    Drawing.missingText().map(TerminalWidth::wrapped).ifPresent(System.out::println);
  }

  /** Writes the page of a finished run into its folder; whatever is wrong with it fails no run. */
  static void page(Path folder) {
    if (isWritten(folder)) {
      System.out.printf("Report: %s%n", RunReport.file(folder));
    }
  }

  /** Writes the page of one of many runs, which is not named, unless it is there. */
  static void pageIfOld(Path folder) {
    if (!RunReport.isCurrent(folder)) {
      isWritten(folder);
    }
  }

  private static boolean isWritten(Path folder) {
    Path page = RunReport.file(folder);
    try {
      RunReport.write(List.of(folder), page);
      return true;
    } catch (RuntimeException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      System.err.println(
          TerminalWidth.wrapped("the page %s is not written: %s".formatted(page, reason)));
      return false;
    }
  }
}
