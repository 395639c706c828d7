package org.sourcefree.report.plot;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.style.CategoryStyler;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.Drawing;
import org.sourcefree.image.RgbImage;

/**
 * Bars in groups, from 0 to 100, on as many lines as their number needs.
 *
 * @param groups names on the horizontal axis
 * @param bars the same in every group
 */
public record BarPlot(Axes axes, List<String> groups, List<Bars> bars) {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 400;
  private static final int MOST_GROUPS = 7;

  /**
   * One bar of every group.
   *
   * @param name in the legend
   * @param colour index into the palette
   * @param heights as many as groups, 0 to 100
   */
  public record Bars(String name, int colour, List<Double> heights) {}

  /** Draws it, 1200 pixels wide. */
  public RgbImage draw() {
    int lines = (groups.size() + MOST_GROUPS - 1) / MOST_GROUPS;
    List<List<RgbImage>> pictures = new ArrayList<>();
    for (int line = 0; line < lines; line++) {
      int from = line * groups.size() / lines;
      int to = (line + 1) * groups.size() / lines;
      pictures.add(List.of(line(from, to)));
    }
    return ContactSheet.tile(pictures);
  }

  private RgbImage line(int from, int to) {
    CategoryChart chart = new CategoryChart(WIDTH, HEIGHT);
    axes.title(chart);
    CategoryStyler styler = chart.getStyler();
    Axes.style(styler);
    styler.setChartTitleVisible(from == 0);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(100.0);
    styler.setAvailableSpaceFill(0.85);
    for (Bars bar : bars) {
      chart
          .addSeries(bar.name(), groups.subList(from, to), bar.heights().subList(from, to))
          .setFillColor(PlotColours.colour(bar.colour()));
    }
    return Drawing.paint(WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT));
  }
}
