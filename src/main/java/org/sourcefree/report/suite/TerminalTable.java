package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.suite.SuiteOutcome;
import org.sourcefree.report.ResultTable;

/** A suite's rows for a terminal, each the mean over its finished seeds. */
public final class TerminalTable {
  private TerminalTable() {}

  /** The table; a row without a finished run is left out. */
  public static String text(SuiteOutcome outcome) {
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
