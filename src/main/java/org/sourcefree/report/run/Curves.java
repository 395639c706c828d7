package org.sourcefree.report.run;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.report.run.Chart.Level;
import org.sourcefree.report.run.Chart.Line;
import org.sourcefree.report.run.Chart.Point;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.Results;
import org.sourcefree.run.ValidationPoint;
import org.sourcefree.training.StepLosses;

/** How the runs went, step by step. */
record Curves(List<Run> runs) {

  /** Every chart that has something to show; empty if none has. */
  Optional<DomContent> html() {
    List<DomContent> charts = new ArrayList<>();
    add(charts, "mIoU on labelled images, %", Curves::miou, levels());
    add(charts, "Loss, total, nats", run -> losses(run, StepLosses::total));
    for (String term : terms()) {
      add(
          charts,
          "Loss, %s, nats".formatted(Run.words(term)),
          run -> losses(run, step -> step.terms().getOrDefault(term, Double.NaN)));
    }
    add(charts, "Entropy on watched images, nats", Curves::entropy);
    add(charts, "Learning rate", run -> losses(run, StepLosses::learningRate));
    return charts.isEmpty() ? Optional.empty() : Optional.of(Tiling.charts(charts));
  }

  /** What training is compared with; of runs that differ in it each run's own. */
  private List<Level> levels() {
    Set<Level> levels = new LinkedHashSet<>();
    levels.addAll(levels(NetworkNames.SOURCE_ONLY, Results::before));
    levels.addAll(levels(NetworkNames.TARGET_STATISTICS, Results::targetStatistics));
    return List.copyOf(levels);
  }

  private List<Level> levels(String name, Function<Results, Optional<Scores>> scores) {
    Map<Double, List<String>> owners = new LinkedHashMap<>();
    for (Run run : runs) {
      scores
          .apply(run.results())
          .ifPresent(
              found ->
                  owners.computeIfAbsent(found.miou(), any -> new ArrayList<>()).add(run.name()));
    }
    return owners.entrySet().stream()
        .map(
            each ->
                new Level(
                    owners.size() == 1 ? name : String.join(", ", each.getValue()) + ": " + name,
                    each.getKey()))
        .toList();
  }

  private void add(List<DomContent> charts, String title, Function<Run, List<Point>> points) {
    add(charts, title, points, List.of());
  }

  private void add(
      List<DomContent> charts,
      String title,
      Function<Run, List<Point>> points,
      List<Level> levels) {
    List<Line> lines =
        runs.stream().map(run -> new Line(run.name(), run.colour(), points.apply(run))).toList();
    Chart chart = new Chart(title, lines, levels);
    if (chart.hasPoints()) {
      charts.add(figure(figcaption(title), chart.svg()));
    }
  }

  private Set<String> terms() {
    Set<String> terms = new LinkedHashSet<>();
    runs.forEach(run -> run.steps().forEach(step -> terms.addAll(step.terms().keySet())));
    return terms;
  }

  private static List<Point> losses(Run run, Function<StepLosses, Double> value) {
    return run.steps().stream()
        .map(step -> new Point(step.step(), value.apply(step)))
        .filter(point -> point.isFinite())
        .toList();
  }

  private static List<Point> entropy(Run run) {
    return run.watch().stream().map(each -> new Point(each.step(), each.entropy())).toList();
  }

  /** As noted while training; of a run of an older version its start and end. */
  private static List<Point> miou(Run run) {
    if (!run.validation().isEmpty()) {
      return run.validation().stream().map(Curves::point).toList();
    }
    Results results = run.results();
    List<Point> points = new ArrayList<>();
    Optional<Scores> start = results.targetStatistics().or(results::before);
    start.ifPresent(scores -> points.add(new Point(0, scores.miou())));
    if (!run.steps().isEmpty()) {
      long end = run.steps().get(run.steps().size() - 1).step() + 1;
      results.after().ifPresent(scores -> points.add(new Point(end, scores.miou())));
    }
    return points;
  }

  private static Point point(ValidationPoint point) {
    return new Point(point.step(), point.scores().miou());
  }
}
