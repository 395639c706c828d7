package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.RgbImage;
import org.sourcefree.report.plot.Axes;
import org.sourcefree.report.plot.LinePlot;
import org.sourcefree.run.WatchPoint;

/** The share of pixels predicted as each class, over steps. */
record ShareFigure(Measured measured) implements Section {
  private static final int MOST_LINES = 10;
  private static final double LEAST_PERCENT = 0.001;

  @Override
  public void write(Page page) {
    List<MeasuredRow> rows =
        measured.principal().stream().filter(row -> watch(row).size() > 1).toList();
    if (rows.isEmpty()) {
      page.block("No row shown here has been watched.");
      return;
    }
    page.block(
        "First finished seed, on the fixed target images that are watched. Shares under %s %% are drawn there."
            .formatted(LEAST_PERCENT));
    for (MeasuredRow row : rows) {
      page.heading(3, row.title());
      page.picture(
          "shares_" + row.row().row().name(),
          row.title() + ": predicted share of each class over steps",
          () -> draw(row));
    }
  }

  private RgbImage draw(MeasuredRow row) {
    int classes = measured.outcome().classes().size();
    int plots = (classes + MOST_LINES - 1) / MOST_LINES;
    List<List<RgbImage>> pictures = new ArrayList<>();
    for (int plot = 0; plot < plots; plot++) {
      int from = plot * classes / plots;
      int to = (plot + 1) * classes / plots;
      pictures.add(List.of(plot(row, from, to).draw()));
    }
    return ContactSheet.tile(pictures);
  }

  private LinePlot plot(MeasuredRow row, int from, int to) {
    List<WatchPoint> watch = watch(row);
    List<Double> steps = watch.stream().map(point -> (double) point.step()).toList();
    List<LinePlot.Line> lines = new ArrayList<>();
    for (int c = from; c < to; c++) {
      int index = c;
      List<Double> percent =
          watch.stream()
              .map(point -> Math.max(LEAST_PERCENT, 100 * point.shares().get(index)))
              .toList();
      String name = measured.outcome().classes().names().get(c);
      lines.add(new LinePlot.Line(name, c - from, steps, percent, Optional.empty()));
    }
    return new LinePlot(
        new Axes(
            "%s: predicted share, classes %d to %d".formatted(row.title(), from + 1, to),
            "step",
            "share of pixels, %"),
        lines,
        true,
        true);
  }

  private static List<WatchPoint> watch(MeasuredRow row) {
    return row.first().map(run -> run.watch()).orElse(List.of());
  }
}
