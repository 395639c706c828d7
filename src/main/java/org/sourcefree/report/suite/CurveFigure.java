package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.sourcefree.report.plot.Axes;
import org.sourcefree.report.plot.LinePlot;
import org.sourcefree.suite.SuiteOutcome.CurvePoint;
import org.sourcefree.suite.SuiteOutcome.TermValue;

/** Losses and the watched entropy over steps, of each row's first finished seed. */
record CurveFigure(Measured measured) implements Section {
  private static final int MOST_POINTS = 60;
  private static final String STEP = "step";

  @Override
  public void write(Page page) {
    int longest =
        measured.finishedRows().stream().mapToInt(row -> curve(row).size()).max().orElse(0);
    if (longest == 0) {
      page.block("No finished row has taken a step.");
      return;
    }
    int window = (longest + MOST_POINTS - 1) / MOST_POINTS;
    page.block(
        "First finished seed of each row. "
            + (window == 1
                ? "One point a step."
                : "Each point is a mean over %d steps.".formatted(window))
            + " Rows minimise different objectives, so totals of two rows do not compare.");
    picture(page, "loss_total", "total loss", row -> losses(row, window, CurveFigure::total));
    for (String term : terms()) {
      picture(
          page,
          "loss_" + term,
          term.replace('_', ' ') + ", unweighted",
          row -> losses(row, window, p -> value(p, term)));
    }
    picture(page, "entropy", "mean entropy of the watched images", this::entropy);
  }

  private void picture(
      Page page, String name, String what, Function<MeasuredRow, Optional<LinePlot.Line>> line) {
    List<LinePlot.Line> lines =
        measured.finishedRows().stream().flatMap(row -> line.apply(row).stream()).toList();
    String title = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    if (!lines.isEmpty()) {
      page.picture(
          name,
          title + " over steps",
          () -> new LinePlot(new Axes(title, STEP, what + ", nats"), lines, false, false).draw());
    }
  }

  private Set<String> terms() {
    Set<String> terms = new LinkedHashSet<>();
    for (MeasuredRow row : measured.finishedRows()) {
      curve(row).forEach(point -> point.terms().forEach(term -> terms.add(term.term())));
    }
    return terms;
  }

  private Optional<LinePlot.Line> losses(
      MeasuredRow row, int window, Function<CurvePoint, OptionalDouble> loss) {
    List<CurvePoint> points =
        curve(row).stream().filter(point -> loss.apply(point).isPresent()).toList();
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int from = 0; from < points.size(); from += window) {
      List<CurvePoint> part = points.subList(from, Math.min(points.size(), from + window));
      x.add(part.stream().mapToLong(CurvePoint::step).average().orElseThrow());
      y.add(part.stream().mapToDouble(p -> loss.apply(p).orElseThrow()).average().orElseThrow());
    }
    return line(row, x, y);
  }

  private Optional<LinePlot.Line> entropy(MeasuredRow row) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    row.first()
        .ifPresent(
            run ->
                run.watch()
                    .forEach(
                        point -> {
                          x.add((double) point.step());
                          y.add(point.entropy());
                        }));
    return line(row, x, y);
  }

  private Optional<LinePlot.Line> line(MeasuredRow row, List<Double> x, List<Double> y) {
    return x.isEmpty()
        ? Optional.empty()
        : Optional.of(new LinePlot.Line(row.title(), measured.colour(row), x, y, Optional.empty()));
  }

  private static List<CurvePoint> curve(MeasuredRow row) {
    return row.first().map(run -> run.curve()).orElse(List.of());
  }

  private static OptionalDouble total(CurvePoint point) {
    return OptionalDouble.of(point.total());
  }

  private static OptionalDouble value(CurvePoint point, String term) {
    return point.terms().stream()
        .filter(entry -> entry.term().equals(term))
        .mapToDouble(TermValue::value)
        .findFirst();
  }
}
