package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.ResultTable;
import org.sourcefree.suite.SuiteOutcome;

/** A suite's rows for a terminal: IoU by class as the mean over finished seeds, then the means. */
public final class TerminalTable {
  private static final int WIDTH = 19;

  private TerminalTable() {}

  /** Both tables; a row without a finished run is left out. */
  public static String text(SuiteOutcome outcome) {
    return classes(outcome) + "\n" + means(new Measured(outcome));
  }

  private static String means(Measured measured) {
    List<Suite.Mean> means = measured.outcome().suite().means();
    int widest =
        measured.finishedRows().stream().mapToInt(row -> row.title().length()).max().orElse(0);
    StringBuilder out = new StringBuilder(cell("", widest + 1));
    means.forEach(mean -> out.append(cell(mean.name())));
    out.append(cell("over source only")).append("over target statistics\n");
    for (MeasuredRow row : measured.finishedRows()) {
      out.append(cell(row.title(), widest + 1));
      means.forEach(mean -> out.append(cell(row.mean(mean).map(Spread::text))));
      out.append(cell(measured.gain(row, Measured.SOURCE_ONLY).map(Spread::signed)));
      if (!row.isReference()) {
        out.append(cell(measured.gain(row, Measured.TARGET_STATISTICS).map(Spread::signed)));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(Optional<String> text) {
    return cell(text.orElse(""));
  }

  private static String cell(String text) {
    return cell(text, 0);
  }

  private static String cell(String text, int least) {
    int width = Math.max(WIDTH, least);
    return text.replace('\u00a0', ' ') + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String classes(SuiteOutcome outcome) {
    List<ResultTable.Row> rows = new ArrayList<>();
    for (SuiteOutcome.Row row : outcome.rows()) {
      List<Scores> scores = row.finished().stream().map(run -> run.after().scores()).toList();
      if (!scores.isEmpty()) {
        rows.add(new ResultTable.Row(row.row().title(), mean(scores, outcome.classes().names())));
      }
    }
    return rows.isEmpty() ? "" : new ResultTable(outcome.classes().names(), rows).text();
  }

  private static Scores mean(List<Scores> scores, List<String> classes) {
    Map<String, Double> iou = new LinkedHashMap<>();
    for (String name : classes) {
      scores.stream()
          .filter(each -> each.iou().containsKey(name))
          .mapToDouble(each -> each.iou().get(name))
          .average()
          .ifPresent(value -> iou.put(name, value));
    }
    return new Scores(scores.stream().mapToDouble(Scores::miou).average().orElse(Double.NaN), iou);
  }
}
