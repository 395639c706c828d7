package org.sourcefree.report.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteOutcome;

/** What a report says of rows without steps of their own. */
class FindingsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aRowWithoutStepsMayBeAboveTargetStatistics() throws IOException {
    String markdown = report(List.of("Target statistics", "LD + target statistics"));
    assertThat(markdown)
        .contains("- Above Target statistics (37.1): LD + target statistics (+15.0);")
        .contains("no other row is.");
  }

  @Test
  void whatIsAboveByLessThanATenthIsNot() throws IOException {
    assertThat(report(List.of("Source only", "Target statistics")))
        .contains("- No other row is above Target statistics (52.1).");
  }

  @Test
  void saysNothingOfWhatNoRowHas() throws IOException {
    assertThat(report(List.of("Source only", "Target statistics")))
        .contains("- No two finished rows have a figure in the paper.")
        .doesNotContain(
            "### Collapse",
            "### Entropy of the watched images",
            "### Pseudo labels that are right");
  }

  /** Of the two rows that take no steps, under these titles. */
  private String report(List<String> titles) throws IOException {
    SuiteOutcome all = new SampleSuite(folder.resolve("runs")).outcome();
    List<SuiteOutcome.Row> rows =
        List.of(titled(all.rows().get(0), titles.get(0)), titled(all.rows().get(1), titles.get(1)));
    SuiteReport.write(
        new SuiteOutcome(all.suite(), all.classes(), rows, List.of(), List.of()),
        List.of(),
        folder);
    return Files.readString(folder.resolve("report.md")).replace('\u00a0', ' ');
  }

  private static SuiteOutcome.Row titled(SuiteOutcome.Row row, String title) {
    Suite.Row own = row.row();
    return new SuiteOutcome.Row(
        new Suite.Row(own.name(), title, own.config(), Optional.empty(), Optional.empty()),
        row.runs(),
        row.sourceFree());
  }
}
