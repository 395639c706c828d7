package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.report.plot.Axes;
import org.sourcefree.report.plot.HeatMap;
import org.sourcefree.suite.SuiteOutcome.Run;

/** What each class's pixels are predicted as, over all finished seeds. */
record ConfusionFigure(Measured measured) implements Section {

  @Override
  public void write(Page page) {
    page.block(
        "Of the labelled evaluation pixels of a class (row), the percentage predicted as each class"
            + " (column), all finished seeds together; figures under 0.5 are not written. A class"
            + " absent from the truth has an empty row.");
    for (MeasuredRow row : measured.principal()) {
      page.heading(3, row.title());
      page.picture(
          "confusion_" + row.row().row().name(),
          row.title() + ": confusion matrix",
          () -> map(row).draw());
    }
  }

  private HeatMap map(MeasuredRow row) {
    int classes = measured.outcome().classes().size();
    List<List<Double>> percent = new ArrayList<>();
    for (int truth = 0; truth < classes; truth++) {
      long[] counts = new long[classes];
      for (Run run : row.finished()) {
        List<Long> line = run.after().confusion().get(truth);
        for (int predicted = 0; predicted < classes; predicted++) {
          counts[predicted] += line.get(predicted);
        }
      }
      percent.add(percent(counts));
    }
    return new HeatMap(
        new Axes(
            row.title() + ": predicted class of each class's pixels, %",
            "predicted class",
            "true class"),
        measured.outcome().classes().names(),
        percent);
  }

  private static List<Double> percent(long[] counts) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    List<Double> percent = new ArrayList<>();
    for (long count : counts) {
      percent.add(all == 0 ? 0 : 100.0 * count / all);
    }
    return percent;
  }
}
