package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;
import org.sourcefree.report.plot.Axes;
import org.sourcefree.report.plot.LinePlot;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteOutcome.SeedRun;
import org.sourcefree.suite.SuiteOutcome.SweepPoint;

/** Figure 3: mIoU over single settings. */
record SweepFigure(Measured measured) implements Section {

  @Override
  public void write(Page page) {
    if (measured.outcome().sweeps().isEmpty()) {
      page.block("The suite has no sweep.");
    }
    for (SuiteOutcome.Sweep sweep : measured.outcome().sweeps()) {
      String title = sweep.sweep().title();
      page.heading(3, title);
      page.block("`" + sweep.sweep().key() + "` varied" + fixed(sweep.sweep()) + ".");
      if (sweep.points().stream().anyMatch(point -> figure(mainMean(), point).isPresent())) {
        page.picture(
            "sweep_" + sweep.sweep().name(),
            mainMean().name() + " over " + title,
            () -> plot(sweep).draw());
      } else {
        page.block("No point of this sweep has been measured.");
      }
      table(page, sweep);
    }
  }

  private static String fixed(Suite.Sweep sweep) {
    return sweep.set().isEmpty() ? "" : ", with `" + String.join("`, `", sweep.set()) + "`";
  }

  private LinePlot plot(SuiteOutcome.Sweep sweep) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (SweepPoint point : sweep.points()) {
      figure(mainMean(), point)
          .ifPresent(
              spread -> {
                x.add(point.value());
                y.add(spread.mean());
                errors.add(spread.deviation().orElse(0.0));
              });
    }
    boolean several = errors.stream().anyMatch(error -> error > 0);
    String title = sweep.sweep().title();
    String mean = mainMean().name();
    return new LinePlot(
        new Axes(mean + " over " + title, title, mean + ", %" + (several ? " (± deviation)" : "")),
        List.of(new LinePlot.Line(mean, 1, x, y, several ? Optional.of(errors) : Optional.empty())),
        false,
        true);
  }

  private void table(Page page, SuiteOutcome.Sweep sweep) {
    List<String> header = new ArrayList<>();
    header.add(Markdown.escape(sweep.sweep().title()));
    header.add("seeds");
    measured.outcome().suite().means().forEach(mean -> header.add(Markdown.escape(mean.name())));
    List<List<String>> lines = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    for (SweepPoint point : sweep.points()) {
      long finished = point.runs().stream().filter(run -> run.run().isPresent()).count();
      List<String> line = new ArrayList<>();
      line.add(Format.value(point.value()));
      line.add(
          finished == point.runs().size()
              ? "" + finished
              : finished + " of " + point.runs().size());
      for (Suite.Mean mean : measured.outcome().suite().means()) {
        line.add(figure(mean, point).map(Spread::text).orElse("–"));
      }
      lines.add(line);
      point.runs().stream()
          .filter(run -> run.run().isEmpty())
          .forEach(run -> unfinished.add(reason(point, run)));
    }
    page.table(header, lines);
    page.bullets(unfinished);
  }

  private static String reason(SweepPoint point, SeedRun run) {
    return Markdown.escape(
        "%s, seed %d, %s"
            .formatted(
                Format.value(point.value()),
                run.seed(),
                run.failure().map(text -> "failed: " + text).orElse("has not been run")));
  }

  private static Optional<Spread> figure(Suite.Mean mean, SweepPoint point) {
    return Spread.of(
        point.runs().stream()
            .flatMap(run -> run.run().stream())
            .flatMap(run -> MeasuredRow.mean(mean, run).stream())
            .toList());
  }

  private Suite.Mean mainMean() {
    return measured.mainMean();
  }
}
