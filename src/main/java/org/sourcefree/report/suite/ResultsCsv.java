package org.sourcefree.report.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.sourcefree.PlainText;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteOutcome.Run;
import org.sourcefree.suite.SuiteOutcome.SeedRun;

/** The measured figures as comma-separated values: a line a run, IoU in percent. */
final class ResultsCsv {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  /** All that begins as a formula does and is no number. */
  private static final Pattern FORMULA =
      Pattern.compile("(?![-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?$)\\s*[=+@-].*");

  private ResultsCsv() {}

  /** The table's rows; an absent class and the figures of a run without result are empty cells. */
  static String rows(SuiteOutcome outcome) {
    List<List<String>> lines = new ArrayList<>();
    for (SuiteOutcome.Row row : outcome.rows()) {
      for (SeedRun run : row.runs()) {
        lines.add(line(outcome, List.of(row.row().name(), row.row().title()), run));
      }
    }
    return print(header(outcome, List.of("row", "title")), lines);
  }

  /** The sweeps' points, in the same columns. */
  static String sweeps(SuiteOutcome outcome) {
    List<List<String>> lines = new ArrayList<>();
    for (SuiteOutcome.Sweep sweep : outcome.sweeps()) {
      for (SuiteOutcome.SweepPoint point : sweep.points()) {
        List<String> first =
            List.of(sweep.sweep().name(), sweep.sweep().key(), Format.value(point.value()));
        point.runs().forEach(run -> lines.add(line(outcome, first, run)));
      }
    }
    return print(header(outcome, List.of("sweep", "key", "value")), lines);
  }

  private static List<String> header(SuiteOutcome outcome, List<String> first) {
    List<String> cells = new ArrayList<>(first);
    cells.addAll(List.of("seed", "state", "reason"));
    cells.addAll(outcome.classes().names());
    outcome.suite().means().forEach(mean -> cells.add(mean.name()));
    cells.addAll(List.of("adaptation_bytes", "adaptation_seconds"));
    return cells;
  }

  private static List<String> line(SuiteOutcome outcome, List<String> first, SeedRun run) {
    List<String> cells = new ArrayList<>(first);
    cells.add(Long.toString(run.seed()));
    String pending = run.failure().isPresent() ? "failed" : "not run";
    cells.add(run.run().isPresent() ? "finished" : pending);
    cells.add(run.failure().orElse(""));
    for (String name : outcome.classes().names()) {
      cells.add(
          number(run.run().flatMap(r -> Optional.ofNullable(r.after().scores().iou().get(name)))));
    }
    for (Suite.Mean mean : outcome.suite().means()) {
      cells.add(number(run.run().flatMap(finished -> MeasuredRow.mean(mean, finished))));
    }
    cells.add(run.run().map(Run::targetBytes).map(String::valueOf).orElse(""));
    cells.add(number(run.run().map(Run::seconds)));
    return cells;
  }

  private static String number(Optional<Double> value) {
    return value.map(v -> String.format(Locale.ROOT, "%.4f", v)).orElse("");
  }

  /** On one line each, and nothing that a spreadsheet computes: an apostrophe marks text. */
  private static List<String> harmless(List<String> cells) {
    return cells.stream()
        .map(PlainText::line)
        .map(cell -> FORMULA.matcher(cell).matches() ? "'" + cell : cell)
        .toList();
  }

  private static String print(List<String> header, List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      printer.printRecord(harmless(header));
      for (List<String> line : lines) {
        printer.printRecord(harmless(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
