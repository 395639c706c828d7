package org.sourcefree.report.plot;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sourcefree.image.Drawing;
import org.sourcefree.image.RgbImage;

/**
 * Lines over a number.
 *
 * @param lines at least one, with at least one point each
 * @param logarithmic whether the vertical axis is; all y must be positive then
 * @param points whether every point is marked
 * @param zero whether both axes begin at 0
 */
public record LinePlot(
    Axes axes, List<Line> lines, boolean logarithmic, boolean points, boolean zero) {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 430;

  /** Of a name in the legend, and of what lies above and below the plot. */
  private static final int ENTRY = 28;

  /** Checks that there is something to draw. */
  public LinePlot {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a plot must have at least one line, got none");
    }
  }

  /**
   * A line of the plot.
   *
   * @param name in the legend
   * @param colour index into the palette
   * @param errors half the length of each point's bar, as many as points
   */
  public record Line(
      String name, int colour, List<Double> x, List<Double> y, Optional<List<Double>> errors) {}

  /** A plot whose axes begin where the values do. */
  public LinePlot(Axes axes, List<Line> lines, boolean logarithmic, boolean points) {
    this(axes, lines, logarithmic, points, false);
  }

  /** One line with its points on linear axes that begin at 0. */
  public static LinePlot fromZero(Axes axes, Line line) {
    return new LinePlot(axes, List.of(line), false, true, true);
  }

  /** Draws it, 1200 × 430 pixels, higher where the legend is. */
  public RgbImage draw() {
    int height = Math.max(HEIGHT, ENTRY * (lines.size() + 3));
    XYChart chart = new XYChart(WIDTH, height);
    axes.title(chart);
    XYStyler styler = chart.getStyler();
    Axes.style(styler);
    styler.setYAxisDecimalPattern(logarithmic ? "0.##########" : "0.####");
    if (logarithmic) {
      powersOfTen(styler);
    }
    if (zero) {
      styler.setXAxisMin(0.0);
      styler.setYAxisMin(0.0);
    }
    styler.setMarkerSize(8);
    styler.setLegendVisible(lines.size() > 1);
    lines.forEach(line -> add(chart, line));
    return Drawing.paint(WIDTH, height, graphics -> chart.paint(graphics, WIDTH, height));
  }

  /** From one power of ten to another, so that at least two of them are written. */
  private void powersOfTen(XYStyler styler) {
    DoubleSummaryStatistics range =
        lines.stream().flatMap(line -> line.y().stream()).mapToDouble(y -> y).summaryStatistics();
    double top = Math.ceil(Math.log10(range.getMax()));
    styler.setYAxisLogarithmic(true);
    styler.setYAxisMax(Math.pow(10, top));
    styler.setYAxisMin(Math.pow(10, Math.min(top - 1, Math.floor(Math.log10(range.getMin())))));
  }

  private void add(XYChart chart, Line line) {
    XYSeries series =
        line.errors()
            .map(errors -> chart.addSeries(line.name(), line.x(), line.y(), errors))
            .orElseGet(() -> chart.addSeries(line.name(), line.x(), line.y()));
    series.setLineColor(PlotColours.colour(line.colour()));
    series.setLineStyle(PlotColours.stroke(line.colour()));
    series.setMarkerColor(PlotColours.colour(line.colour()));
    series.setMarker(points ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
