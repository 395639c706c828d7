package org.sourcefree.report.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.evaluation.Difference;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.report.Format;
import org.sourcefree.run.Results;

/** What each run was and came to. */
record Overview(List<Run> runs) {
  private static final String NONE = "–";

  RunTable table() {
    RunTable table =
        new RunTable(runs, "figures")
            .row("Pseudo labels", each(Run::labels))
            .row("Objective", each(Run::objective))
            .row("Steps taken", each(Run::progress));
    scores(table, "mIoU, source only, %", Results::before);
    scores(table, "mIoU, target statistics, %", Results::targetStatistics);
    scores(table, "mIoU, " + Run.trained(runs) + ", %", Results::trained);
    changes(table, "Against source only, points", Results::before);
    changes(table, "Against target statistics, points", Results::targetStatistics);
    if (runs.stream().anyMatch(run -> run.results().best().isPresent())) {
      table.row("Best mIoU while training, %", each(Overview::best));
    }
    return table.row("Time", each(run -> time(run.results())));
  }

  private void scores(RunTable table, String name, Function<Results, Optional<Scores>> of) {
    if (runs.stream().anyMatch(run -> of.apply(run.results()).isPresent())) {
      table.row(
          name,
          each(run -> of.apply(run.results()).map(s -> Format.decimal(s.miou())).orElse(NONE)));
    }
  }

  /** Of what a run made against another network. */
  private void changes(RunTable table, String name, Function<Results, Optional<Scores>> other) {
    Function<Run, Optional<Double>> change =
        run ->
            other
                .apply(run.results())
                .flatMap(
                    from ->
                        run.results()
                            .trained()
                            .map(to -> Difference.points(to.miou(), from.miou())));
    if (runs.stream().anyMatch(run -> change.apply(run).isPresent())) {
      table.row(name, each(run -> change.apply(run).map(Format::signed).orElse(NONE)));
    }
  }

  private List<String> each(Function<Run, String> value) {
    return runs.stream().map(value).toList();
  }

  private static String best(Run run) {
    return run.results()
        .best()
        .map(b -> "%s, step %d".formatted(Format.decimal(b.scores().miou()), b.step()))
        .orElse(NONE);
  }

  private static String time(Results results) {
    double seconds = results.seconds();
    if (seconds == 0) {
      return NONE;
    }
    return seconds < 90
        ? Format.fixed(seconds, 0) + " s"
        : seconds < 5400
            ? Format.fixed(seconds / 60, 0) + " min"
            : Format.decimal(seconds / 3600) + " h";
  }
}
