package org.sourcefree.report.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.ClassSet;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteOutcome;

/** Texts that a spreadsheet would compute. */
class ResultsCsvTest {

  @Test
  void noCellIsAFormula() throws IOException {
    SuiteOutcome sample = new SampleSuite(Path.of("runs")).outcome();
    List<String> names =
        List.of("=cmd|' /C calc'!A0", "@SUM(1)", "+a", "-b", " =c", "-1", "-1+2", "-1.5e-05");
    SuiteOutcome.SeedRun failed =
        new SuiteOutcome.SeedRun(-3, Optional.empty(), Optional.of("-1+2\n=3"));
    Suite.Row row =
        new Suite.Row("row", "=1+1", Path.of("row.yaml"), Optional.empty(), Optional.empty());
    SuiteOutcome hostile =
        new SuiteOutcome(
            sample.suite(),
            ClassSet.named(names),
            List.of(new SuiteOutcome.Row(row, List.of(failed), false)),
            List.of(),
            List.of());
    List<CSVRecord> lines =
        CSVParser.parse(ResultsCsv.rows(hostile), CSVFormat.DEFAULT).getRecords();
    assertThat(lines.get(0).toList().subList(5, 13))
        .containsExactly(
            "'=cmd|' /C calc'!A0", "'@SUM(1)", "'+a", "'-b", "' =c", "-1", "'-1+2", "-1.5e-05");
    assertThat(lines.get(1).toList().subList(0, 5))
        .containsExactly("row", "'=1+1", "-3", "failed", "'-1+2\\n=3");
  }
}
