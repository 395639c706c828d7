package org.sourcefree.report.run;

import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.sourcefree.choice.ClassShares;
import org.sourcefree.report.Format;
import org.sourcefree.report.run.Chart.Line;
import org.sourcefree.report.run.Chart.Point;
import org.sourcefree.run.WatchPoint;

/**
 * How the share of pixels predicted as each class moves while a run trains: the classes that moved
 * most, and those that shrank most against their first share. Few lines, however many classes.
 */
record ShareCharts(Run run) {
  private static final int LINES = 6;

  /** A class that moves less has not moved. */
  private static final double LEAST_MOVE = 0.0001;

  /** Nothing where fewer than two looks were taken. */
  List<DomContent> html() {
    List<WatchPoint> watch = run.watch();
    if (watch.size() < 2 || watch.stream().anyMatch(each -> each.shares().size() != classes())) {
      return List.of();
    }
    List<DomContent> charts = new ArrayList<>();
    List<Integer> moved =
        ranked(c -> moved(c) >= LEAST_MOVE, Comparator.comparingDouble(this::moved).reversed());
    if (!moved.isEmpty()) {
      charts.add(
          chart(
              "Largest movers, change in points",
              moved,
              (c, share) -> 100 * (share - first(c)),
              c -> percent(first(c)) + " → " + percent(last(c)) + " %",
              ""));
    }
    List<Integer> shrunk =
        ranked(
            c -> first(c) >= ClassShares.COUNTS && last(c) < first(c),
            Comparator.<Integer>comparingLong(c -> Math.round(1000 * left(c)))
                .thenComparingDouble(c -> -first(c)));
    if (!shrunk.isEmpty()) {
      charts.add(
          chart(
              "Most shrunk, % of their first share",
              shrunk,
              (c, share) -> 100 * share / first(c),
              c -> Format.decimal(100 * left(c)) + " %",
              others(shrunk)));
    }
    return charts;
  }

  /** What a class's share is drawn as. */
  private interface Height {
    double of(int trainId, double share);
  }

  /** What a class's line is called behind the class's name. */
  private interface Words {
    String of(int trainId);
  }

  private int classes() {
    return run.watch().get(0).shares().size();
  }

  private double first(int trainId) {
    return run.watch().get(0).shares().get(trainId);
  }

  private double last(int trainId) {
    return run.watch().get(run.watch().size() - 1).shares().get(trainId);
  }

  private double moved(int trainId) {
    return Math.abs(last(trainId) - first(trainId));
  }

  /** What is left of a class's first share, 0 to 1 for one that shrank. */
  private double left(int trainId) {
    return last(trainId) / first(trainId);
  }

  private List<Integer> ranked(IntPredicate shown, Comparator<Integer> order) {
    return IntStream.range(0, classes()).filter(shown).boxed().sorted(order).toList();
  }

  /** How many classes that are not drawn are nearly gone, too. */
  private String others(List<Integer> shrunk) {
    long gone = shrunk.stream().skip(LINES).filter(c -> left(c) < ClassShares.VANISHED).count();
    return gone == 0 ? "" : "%d more under %.0f %%".formatted(gone, 100 * ClassShares.VANISHED);
  }

  private DomContent chart(
      String title, List<Integer> ranked, Height height, Words words, String others) {
    List<Integer> shown = ranked.subList(0, Math.min(LINES, ranked.size()));
    List<Line> lines = new ArrayList<>();
    List<DomContent> names = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      int trainId = shown.get(i);
      List<Point> points =
          run.watch().stream()
              .map(each -> new Point(each.step(), height.of(trainId, each.shares().get(trainId))))
              .toList();
      lines.add(new Line(name(trainId), i, points));
      names.add(
          li(span().withClass("swatch r" + i), span(name(trainId) + " " + words.of(trainId))));
    }
    return figure(
        figcaption(title),
        new Chart(title, lines).svg(),
        ul(each(names, name -> name), iff(!others.isEmpty(), li(others))).withClass("legend"));
  }

  private String name(int trainId) {
    List<String> names = run.classNames();
    return names.size() == classes() ? names.get(trainId) : "class " + trainId;
  }

  private static String percent(double share) {
    return Format.fixed(100 * share, share < 0.01 ? 2 : 1);
  }
}
