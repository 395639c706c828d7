package org.sourcefree.report.run;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines over steps, as SVG.
 *
 * @param what the vertical axis shows, for those who hear the page
 * @param lines may be empty or hold values that are not finite, which leave gaps
 * @param levels values to compare them with
 */
record Chart(String what, List<Line> lines, List<Level> levels) {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 196;
  private static final int LEFT = 48;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 30;
  private static final int MOST_POINTS = 240;
  private static final int MOST_MARKS = 40;

  /** Room for a level's name, pixels. */
  private static final double NAME = 13;

  Chart(String what, List<Line> lines) {
    this(what, lines, List.of());
  }

  /** A value that does not change, drawn across. */
  record Level(String name, double value) {}

  /** A point. */
  record Point(double step, double value) {
    boolean isFinite() {
      return Double.isFinite(value);
    }
  }

  /** A run's points, by rising step. */
  record Line(String name, int colour, List<Point> points) {
    /** At most so many points, each the mean of its neighbours. */
    Line thinned() {
      int window = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
      if (window <= 1) {
        return this;
      }
      List<Point> means = new ArrayList<>();
      for (int from = 0; from < points.size(); from += window) {
        List<Point> part = points.subList(from, Math.min(points.size(), from + window));
        means.add(new Point(mean(part, Point::step), mean(part, Point::value)));
      }
      return new Line(name, colour, means);
    }

    private static double mean(List<Point> part, ToDoubleFunction<Point> of) {
      return part.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
  }

  /** Whether there is a point to show. */
  boolean hasPoints() {
    return lines.stream().flatMap(line -> line.points().stream()).anyMatch(Point::isFinite);
  }

  /** Draws it. */
  ContainerTag<?> svg() {
    DoubleSummaryStatistics steps = range(Point::step);
    steps.accept(0);
    AxisScale x = AxisScale.tight(steps, LEFT, WIDTH - RIGHT);
    DoubleSummaryStatistics values = range(Point::value);
    levels.forEach(level -> values.accept(level.value()));
    AxisScale y = new AxisScale(values, HEIGHT - BOTTOM, TOP);
    ContainerTag<?> svg =
        tag("svg")
            .attr("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
            .attr("role", "img")
            .with(tag("title").withText(what + " over steps"))
            .with(tag("desc").withText(description()));
    for (double tick : y.ticks()) {
      double at = y.at(tick);
      svg.with(line("grid", LEFT, at, WIDTH - RIGHT, at));
      svg.with(text(y.label(tick), LEFT - 8, at + 4, "end"));
    }
    for (double tick : x.ticks()) {
      svg.with(line("tick", x.at(tick), HEIGHT - BOTTOM, x.at(tick), HEIGHT - BOTTOM + 4.0));
      svg.with(text(x.label(tick), x.at(tick), HEIGHT - BOTTOM + 18.0, "middle"));
    }
    svg.with(line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
    svg.with(text("step", LEFT - 8, HEIGHT - BOTTOM + 18.0, "end"));
    draw(svg, y);
    for (Line each : lines) {
      draw(svg, each.thinned(), x, y);
    }
    return svg;
  }

  /** Each named above its line, or below where the next one above is too near. */
  private void draw(ContainerTag<?> svg, AxisScale y) {
    for (Level level : levels) {
      double at = y.at(level.value());
      boolean free =
          levels.stream()
              .noneMatch(other -> at > y.at(other.value()) && at < y.at(other.value()) + NAME);
      svg.with(line("level", LEFT, at, WIDTH - RIGHT, at));
      svg.with(text(level.name(), WIDTH - RIGHT, free ? at - 4 : at + NAME, "end"));
    }
  }

  private static void draw(ContainerTag<?> svg, Line line, AxisScale x, AxisScale y) {
    String style = "r%d%s".formatted(line.colour() % 8, line.colour() < 8 ? "" : " dashed");
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point point : line.points()) {
      if (point.isFinite()) {
        path.append(pen ? "L" : "M").append(number(x.at(point.step())));
        path.append(' ').append(number(y.at(point.value())));
      }
      pen = point.isFinite();
    }
    svg.with(tag("path").withClass("line " + style).attr("d", path.toString()));
    if (line.points().size() <= MOST_MARKS) {
      line.points().stream()
          .filter(Point::isFinite)
          .forEach(
              point ->
                  svg.with(
                      tag("circle")
                          .withClass("mark " + style)
                          .attr("cx", number(x.at(point.step())))
                          .attr("cy", number(y.at(point.value())))
                          .attr("r", "3")));
    }
  }

  private String description() {
    Stream<String> constant =
        levels.stream()
            .map(level -> String.format(Locale.ROOT, "%s: %.4g", level.name(), level.value()));
    return Stream.concat(described(), constant).collect(Collectors.joining("; "));
  }

  private Stream<String> described() {
    return lines.stream()
        .map(
            line -> {
              List<Point> finite = line.points().stream().filter(Point::isFinite).toList();
              if (finite.isEmpty()) {
                return line.name() + ": no values";
              }
              Point last = finite.get(finite.size() - 1);
              return String.format(
                  Locale.ROOT,
                  "%s: from %.4g at step %.0f to %.4g at step %.0f",
                  line.name(),
                  finite.get(0).value(),
                  finite.get(0).step(),
                  last.value(),
                  last.step());
            });
  }

  private DoubleSummaryStatistics range(ToDoubleFunction<Point> of) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .filter(Point::isFinite)
        .mapToDouble(of)
        .summaryStatistics();
  }

  private static ContainerTag<?> line(String style, double x1, double y1, double x2, double y2) {
    return tag("line")
        .withClass(style)
        .attr("x1", number(x1))
        .attr("y1", number(y1))
        .attr("x2", number(x2))
        .attr("y2", number(y2));
  }

  private static ContainerTag<?> text(String text, double x, double y, String anchor) {
    return tag("text")
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("text-anchor", anchor)
        .withText(text);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
