package org.sourcefree.report.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sourcefree.bench.CostPoint;
import org.sourcefree.bench.CostPoint.Quantity;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.RgbImage;

/** How time and memory grow with the work: a row for each quantity, time beside memory. */
public final class CostPlot {
  private static final double GIGA = 1e9;

  private CostPlot() {}

  /**
   * Draws it.
   *
   * @param points at least one
   */
  public static RgbImage draw(List<CostPoint> points) {
    List<List<RgbImage>> rows = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      List<CostPoint> own = points.stream().filter(each -> each.quantity() == quantity).toList();
      if (!own.isEmpty()) {
        rows.add(
            List.of(
                plot(own, "Time of " + work(quantity), "seconds", CostPoint::seconds),
                plot(
                    own,
                    "Largest resident size, " + work(quantity),
                    "GB",
                    each -> each.peakMemory() / GIGA)));
      }
    }
    return ContactSheet.tile(rows);
  }

  /** A line a point, for a terminal. */
  public static String text(List<CostPoint> points) {
    StringBuilder out =
        new StringBuilder(
            "%-8s %8s %10s %22s%n".formatted("", "", "median, s", "largest resident, GB"));
    for (CostPoint each : points) {
      out.append(
          String.format(
              Locale.ROOT,
              "%-8s %8d %10.3f %22.2f%n",
              each.quantity().name().toLowerCase(Locale.ROOT),
              each.value(),
              each.seconds(),
              each.peakMemory() / GIGA));
    }
    return out.toString();
  }

  private static String work(Quantity quantity) {
    return quantity == Quantity.IMAGES ? "a labelling pass" : "a step";
  }

  private static RgbImage plot(
      List<CostPoint> points, String title, String unit, ToDoubleFunction<CostPoint> cost) {
    String x =
        switch (points.get(0).quantity()) {
          case CROP -> "crop, pixels a side";
          case BATCH -> "batch, images";
          case IMAGES -> "images";
        };
    List<Double> values = points.stream().map(each -> (double) each.value()).toList();
    List<Double> costs = points.stream().map(each -> cost.applyAsDouble(each)).toList();
    LinePlot.Line line = new LinePlot.Line(title, 1, values, costs, Optional.empty());
    return LinePlot.fromZero(new Axes(title, x, unit), line).draw();
  }
}
