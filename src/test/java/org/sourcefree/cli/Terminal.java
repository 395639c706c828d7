package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a command left on the terminal.
 *
 * @param code exit code
 * @param out standard output
 * @param collapses lines on standard error that say that a class vanishes
 * @param complaints lines on standard error other than those, progress and scores
 */
record Terminal(int code, String out, List<String> collapses, List<String> complaints) {
  private static final String COLLAPSE = "winner takes all: ";
  private static final Pattern PROGRESS =
      Pattern.compile("[a-z0-9, ]+ \\d+/\\d+, .* s left .*|resuming after .*|mIoU \\d+\\.\\d %.*");

  /** Runs a command in this process. */
  static Terminal run(String... arguments) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Sourcefree.execute(arguments);
      Map<Boolean, List<String>> lines =
          err.toString(StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !PROGRESS.matcher(line).matches())
              .collect(Collectors.partitioningBy(line -> line.startsWith(COLLAPSE)));
      return new Terminal(
          code,
          out.toString(StandardCharsets.UTF_8),
          lines.getOrDefault(true, List.of()),
          lines.getOrDefault(false, List.of()));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  /** Checks that all went well. */
  Terminal succeeded() {
    assertThat(complaints).isEmpty();
    assertThat(code).isZero();
    return this;
  }

  /** Checks that the command refused its input in one line that says all of this. */
  void refused(String... words) {
    assertThat(complaints).singleElement().asString().contains(words);
    assertThat(complaints.get(0)).doesNotContain("Exception");
    assertThat(code).isEqualTo(2);
  }
}
