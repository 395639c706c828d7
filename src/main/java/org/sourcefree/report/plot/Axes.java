package org.sourcefree.report.plot;

import java.awt.Color;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.sourcefree.image.Drawing;

/**
 * What a plot says around its data.
 *
 * @param title above it
 * @param x title of the horizontal axis, with the unit
 * @param y title of the vertical axis, with the unit
 */
public record Axes(String title, String x, String y) {
  private static final Color GRID = new Color(0xE0E0E0);

  /** Writes the titles on a chart. */
  void title(Chart<?, ?> chart) {
    chart.setTitle(title);
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
  }

  /** Sets fonts and colours that all plots share. */
  static void style(AxesChartStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(GRID);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(Drawing.HEADING);
    styler.setAxisTitleFont(Drawing.TEXT);
    styler.setAxisTickLabelsFont(Drawing.TEXT);
    styler.setLegendFont(Drawing.TEXT);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setErrorBarsColorSeriesColor(true);
    styler.setPlotContentSize(0.96);
  }
}
