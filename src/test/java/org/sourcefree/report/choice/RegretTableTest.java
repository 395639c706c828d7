package org.sourcefree.report.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.files.Folders;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.Results;

class RegretTableTest {
  @Test
  void countsWhatAChoiceCosts() {
    List<CandidateScores> collapsed =
        List.of(
            network("source only", 40, 0.2, 0.5),
            network("target statistics", 57, 1, 0.6),
            network("adapted", 45, 0.05, 0.9));
    List<CandidateScores> healthy =
        List.of(
            network("source only", 40, 0.2, 0.5),
            network("target statistics", 57, 1, 0.6),
            network("adapted", 60, 0.8, 0.7));

    String table = new RegretTable(List.of(collapsed, healthy)).text();

    assertThat(table)
        .contains("| last |  | 6.0 | 12.0 | 12.0 |")
        .contains("| agreement | 0.0 | 6.0 | 12.0 | 12.0 |")
        .contains("| agreement | 0.5 | 0.0 | 0.0 | 0.0 |");
  }

  @Test
  void aRunThatMeasuredNothingIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> RegretTable.of(List.of(folder)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("a run must have ended with a network measured, got none in %s", folder);
  }

  /** A suite's rows do not measure what they start from; two rows of it do nothing else. */
  @Test
  void whatTrainingStartedFromMustBeMeasuredByOneOfTheRuns(@TempDir Path folder) {
    Path row = folder.resolve("ld");
    Path start = folder.resolve("target_statistics");
    write(row, List.of(unmeasured("target statistics"), network("adapted", 45, 0.05, 0.9)));
    write(start, List.of(network("target statistics", 57, 1, 0.6)));

    assertThatThrownBy(() -> RegretTable.of(List.of(row)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("target statistics must be measured by one of the runs")
        .hasMessageContaining(row.toString());
    assertThat(RegretTable.of(List.of(row, start)).text()).contains("| last |  | 12.0 | 12.0 |");
  }

  private static void write(Path run, List<CandidateScores> networks) {
    Folders.create(run);
    Json.write(
        run.resolve("results.json"),
        new Results(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(networks)));
  }

  private static CandidateScores unmeasured(String name) {
    return new CandidateScores(
        name, 0, Optional.empty(), 0, 1, 1, List.of(), Map.of(), Map.of(), Optional.empty());
  }

  private static CandidateScores network(String name, double miou, double share, double score) {
    return new CandidateScores(
        name,
        0,
        Optional.empty(),
        0,
        1,
        share,
        List.of(),
        Map.of(),
        Map.of("agreement", score),
        Optional.of(miou));
  }
}
