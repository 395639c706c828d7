package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.report.plot.Axes;
import org.sourcefree.report.plot.BarPlot;
import org.sourcefree.report.plot.HeatMap;
import org.sourcefree.report.plot.LinePlot;

/** Figure 2: IoU by class, and the rank of the true class among the softmax values. */
record BarFigure(Measured measured) implements Section {
  /** Rows that have a colour each. */
  private static final int MOST_BARS = 10;

  @Override
  public void write(Page page) {
    List<MeasuredRow> rows = measured.finishedRows();
    boolean few = rows.size() <= MOST_BARS;
    page.block(
        "IoU by class, mean over seeds; a class that is absent, or never right, has no %s."
            .formatted(few ? "bar" : "figure"));
    page.picture(
        "iou", "IoU by class for every row", () -> few ? bars(rows).draw() : map(rows).draw());
    page.block(
        "How often the true class has the x-th largest softmax value, over all labelled evaluation"
            + " pixels and seeds; a rank that never occurs has no point.");
    page.picture("ranks", "Rank of the true class", () -> ranks(rows).draw());
  }

  /** As many rows as there are. */
  private HeatMap map(List<MeasuredRow> rows) {
    List<String> classes = measured.outcome().classes().names();
    return new HeatMap(
        new Axes("IoU by class, %", "class", "row"),
        rows.stream().map(MeasuredRow::title).toList(),
        classes,
        rows.stream().map(row -> means(row, classes)).toList());
  }

  private static List<Double> means(MeasuredRow row, List<String> classes) {
    return classes.stream().map(name -> row.iou(name).map(Spread::mean).orElse(0.0)).toList();
  }

  private BarPlot bars(List<MeasuredRow> rows) {
    List<String> classes = measured.outcome().classes().names();
    List<BarPlot.Bars> bars = new ArrayList<>();
    for (MeasuredRow row : rows) {
      bars.add(new BarPlot.Bars(row.title(), measured.colour(row), means(row, classes)));
    }
    return new BarPlot(new Axes("IoU by class", "class", "IoU, %"), classes, bars);
  }

  private LinePlot ranks(List<MeasuredRow> rows) {
    List<LinePlot.Line> lines = new ArrayList<>();
    for (MeasuredRow row : rows) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int rank = 0; rank < measured.outcome().classes().size(); rank++) {
        int index = rank;
        double share = row.over(run -> Optional.of(share(run.after(), index))).orElseThrow().mean();
        if (share > 0) {
          x.add(rank + 1.0);
          y.add(100 * share);
        }
      }
      if (!x.isEmpty()) {
        lines.add(new LinePlot.Line(row.title(), measured.colour(row), x, y, Optional.empty()));
      }
    }
    return new LinePlot(
        new Axes(
            "Rank of the true class",
            "rank of the true class among the softmax values, 1 = largest",
            "share of pixels, %"),
        lines,
        true,
        true);
  }

  private static double share(Measurement measurement, int rank) {
    long all = measurement.ranks().stream().flatMapToLong(LongStream::of).sum();
    return all == 0 ? 0 : (double) measurement.ranks().get(rank) / all;
  }
}
