package org.sourcefree.report.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** An axis: from values to places on a drawing, and where its ticks are. */
final class AxisScale {
  private static final int TICKS = 4;
  private static final double LEAST_PLAIN = 1e-2;
  private static final double LEAST_LARGE = 1e6;

  /** A range below this part of its values is rounding, not a range. */
  private static final double ROUNDING = 1e-9;

  private final double low;
  private final double high;
  private final double from;
  private final double to;
  private final double between;

  /**
   * An axis that holds all values, from tick to tick.
   *
   * @param from the place of its low end
   * @param to the place of its high end
   */
  AxisScale(DoubleSummaryStatistics range, double from, double to) {
    this(range, from, to, false);
  }

  private AxisScale(DoubleSummaryStatistics range, double from, double to, boolean tight) {
    boolean none = range.getCount() == 0;
    double min = none ? 0 : range.getMin();
    double max = none ? 1 : range.getMax();
    double largest = Math.max(Math.abs(min), Math.abs(max));
    double room = max - min > ROUNDING * largest ? 0 : Math.max(largest / 10, 1e-6);
    this.between = nice((max - min + 2 * room) / TICKS);
    double first = Math.floor((min - room) / between) * between;
    double last = Math.ceil((max + room) / between) * between;
    boolean ends = tight && room == 0;
    this.low = ends ? min : first;
    this.high = ends ? max : last;
    this.from = from;
    this.to = to;
  }

  /** An axis that ends where the values do, and has its ticks between. */
  static AxisScale tight(DoubleSummaryStatistics range, double from, double to) {
    return new AxisScale(range, from, to, true);
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double nice(double width) {
    double power = Math.pow(10, Math.floor(Math.log10(width)));
    double times = width / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    double first = Math.ceil(low / between - ROUNDING) * between;
    int count = (int) Math.floor((high - first) / between + ROUNDING);
    for (int i = 0; i <= count; i++) {
      ticks.add(first + i * between);
    }
    return ticks;
  }

  /** A tick in as many digits as tell it from its neighbours. */
  String label(double tick) {
    int decimals = (int) -Math.floor(Math.log10(between) + 1e-9);
    BigDecimal rounded = new BigDecimal(tick).setScale(decimals, RoundingMode.HALF_UP);
    double largest = Math.max(Math.abs(low), Math.abs(high));
    String text =
        rounded.signum() != 0 && (largest < LEAST_PLAIN || largest >= LEAST_LARGE)
            ? scientific(rounded.stripTrailingZeros())
            : rounded.setScale(largest < LEAST_PLAIN ? 0 : Math.max(0, decimals)).toPlainString();
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }

  private static String scientific(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    return number.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }
}
