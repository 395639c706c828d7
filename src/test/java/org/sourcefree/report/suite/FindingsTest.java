package org.sourcefree.report.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.suite.SuiteOutcome;

/** What a report says of rows without steps of their own. */
class FindingsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aRowWithoutStepsMayBeAboveTargetStatistics() throws IOException {
    assertThat(report("LD + target statistics", 60))
        .contains("- Above Target statistics (52.1): LD + target statistics (+15.0);")
        .contains("no other row is.");
  }

  @Test
  void whatIsAboveByLessThanATenthIsNot() throws IOException {
    assertThat(report("LD + target statistics", 45.04))
        .contains("- No other row is above Target statistics (52.1).");
  }

  @Test
  void saysNothingOfWhatNoRowHas() throws IOException {
    assertThat(report("Source only", 30))
        .contains("- No two finished rows have a figure in the paper.")
        .doesNotContain(
            "### Collapse",
            "### Entropy of the watched images",
            "### Pseudo labels that are right");
  }

  /** Of Target statistics and another row, whose class c has IoU base + c. */
  private String report(String title, double base) throws IOException {
    SampleSuite sample = new SampleSuite(folder.resolve("runs"));
    SuiteOutcome all = sample.outcome();
    List<SuiteOutcome.Row> rows =
        List.of(
            sample.untrained("target_statistics", "Target statistics", 45),
            sample.untrained("other", title, base));
    SuiteReport.write(
        new SuiteOutcome(all.suite(), all.classes(), rows, List.of(), List.of()),
        List.of(),
        folder);
    return Files.readString(folder.resolve("report.md")).replace('\u00a0', ' ');
  }
}
