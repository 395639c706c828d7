package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.report.Format;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.suite.SuiteOutcome.Run;

/**
 * A class whose share of the predicted pixels fell under a tenth of what it was at the start.
 *
 * @param name of the class
 * @param first share at the start, 0 to 1, mean over the runs in which it collapsed
 * @param last share at the end, likewise
 * @param runs in which it collapsed
 */
record Collapse(String name, double first, double last, int runs) {
  private static final double COLLAPSED = 0.1;

  /** The classes that collapsed in at least one of a row's runs, in class order. */
  static List<Collapse> of(MeasuredRow row, List<String> names) {
    List<Collapse> collapses = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      List<Double> first = new ArrayList<>();
      List<Double> last = new ArrayList<>();
      for (Run run : row.finished()) {
        List<WatchPoint> watch = run.watch();
        if (watch.size() < 2) {
          continue;
        }
        double start = watch.get(0).shares().get(c);
        double end = watch.get(watch.size() - 1).shares().get(c);
        if (end < COLLAPSED * start) {
          first.add(start);
          last.add(end);
        }
      }
      if (!first.isEmpty()) {
        collapses.add(new Collapse(names.get(c), mean(first), mean(last), first.size()));
      }
    }
    return collapses;
  }

  /**
   * E.g. {@code rider 0.80 % → 0.02 %}.
   *
   * @param watched runs of the row that were watched
   */
  String text(int watched) {
    String change =
        "%s %s → %s".formatted(Markdown.escape(name), Format.share(first), Format.share(last));
    return runs == watched ? change : change + " (%d of %d seeds)".formatted(runs, watched);
  }

  private static double mean(List<Double> values) {
    return Spread.of(values).map(Spread::mean).orElseThrow();
  }
}
