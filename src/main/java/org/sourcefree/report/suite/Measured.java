package org.sourcefree.report.suite;

import java.util.List;
import java.util.Optional;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteOutcome;

/** A suite's rows as figures, and the two rows that gains are given over. */
record Measured(SuiteOutcome outcome) {
  static final String SOURCE_ONLY = "Source only";
  static final String TARGET_STATISTICS = "Target statistics";

  /** In the suite's order, those without a finished run too. */
  List<MeasuredRow> rows() {
    return outcome.rows().stream().map(MeasuredRow::new).toList();
  }

  List<MeasuredRow> finishedRows() {
    return rows().stream().filter(MeasuredRow::hasFinished).toList();
  }

  /** The finished row of that title. */
  Optional<MeasuredRow> row(String title) {
    return finishedRows().stream().filter(row -> row.title().equalsIgnoreCase(title)).findFirst();
  }

  /** The mean that gains are given in. */
  Suite.Mean mainMean() {
    return outcome.suite().means().get(0);
  }

  /** A row's gain over the row of that title; empty for that row itself. */
  Optional<Spread> gain(MeasuredRow row, String over) {
    return row(over)
        .filter(base -> !base.title().equals(row.title()))
        .flatMap(base -> row.gain(base, mainMean()));
  }

  /** The rows whose detailed figures are shown where all would be too many. */
  List<MeasuredRow> principal() {
    List<String> titles = List.of(SOURCE_ONLY, TARGET_STATISTICS, "EntMin", "LD");
    List<MeasuredRow> found =
        finishedRows().stream()
            .filter(row -> titles.stream().anyMatch(row.title()::equalsIgnoreCase))
            .toList();
    return found.isEmpty() ? finishedRows() : found;
  }

  /** The published table of the task, if the suite names one. */
  Optional<PublishedTable> published() {
    return outcome.suite().published().map(PublishedTable::read);
  }

  /** Over how many classes a mean goes. */
  int classes(Suite.Mean mean) {
    return (int)
        outcome.classes().names().stream().filter(name -> !mean.without().contains(name)).count();
  }

  /** The row's colour in every plot: its place in the table. */
  int colour(MeasuredRow row) {
    return rows().indexOf(row);
  }
}
