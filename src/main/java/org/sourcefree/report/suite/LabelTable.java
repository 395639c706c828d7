package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.report.ShortNames;
import org.sourcefree.suite.SuiteOutcome.LabelRound;
import org.sourcefree.suite.SuiteOutcome.Run;

/** How many pixels are labelled and how many labels are right, by class and round. */
record LabelTable(Measured measured) implements Section {

  @Override
  public void write(Page page) {
    List<List<String>> lines = new ArrayList<>();
    for (MeasuredRow row : measured.finishedRows()) {
      int rounds = row.finished().stream().mapToInt(run -> run.labels().size()).max().orElse(0);
      for (int round = 0; round < rounds; round++) {
        lines.add(line(row, round, "labelled", LabelRound::shares));
        lines.add(line(row, round, "right", LabelRound::accuracies));
      }
    }
    if (lines.isEmpty()) {
      page.block("No finished row uses pseudo labels.");
      return;
    }
    List<String> header = new ArrayList<>(List.of("row", "round", "%"));
    ShortNames.of(measured.outcome().classes().names())
        .forEach(name -> header.add(Markdown.escape(name)));
    header.add("mean over classes");
    page.block(
        "Percent, mean ± sample standard deviation over seeds. labelled: pixels with a label, of all"
            + " predicted as the class; right: labels that agree with the truth, where it is known,"
            + " which adaptation never sees. – : the class was not predicted, or nothing can tell.");
    page.table(header, lines);
  }

  private List<String> line(
      MeasuredRow row,
      int round,
      String what,
      Function<LabelRound, List<Optional<Double>>> figures) {
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.bold(Markdown.escape(row.title())));
    cells.add(Integer.toString(round + 1));
    cells.add(what);
    for (int c = 0; c < measured.outcome().classes().size(); c++) {
      int index = c;
      cells.add(cell(row, run -> percents(run, round, figures).get(index)));
    }
    cells.add(
        cell(
            row,
            run ->
                Spread.of(percents(run, round, figures).stream().flatMap(Optional::stream).toList())
                    .map(Spread::mean)));
    return cells;
  }

  private static String cell(MeasuredRow row, Function<Run, Optional<Double>> figure) {
    return row.over(run -> figure.apply(run)).map(Spread::text).orElse("–");
  }

  /** By class; all empty of a round that the run has not made. */
  private List<Optional<Double>> percents(
      Run run, int round, Function<LabelRound, List<Optional<Double>>> figures) {
    return run.labels().stream()
        .skip(round)
        .findFirst()
        .map(figures)
        .orElseGet(() -> measured.outcome().classes().names().stream().map(n -> none()).toList())
        .stream()
        .map(share -> share.map(value -> 100 * value))
        .toList();
  }

  private static Optional<Double> none() {
    return Optional.empty();
  }
}
