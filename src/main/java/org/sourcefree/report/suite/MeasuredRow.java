package org.sourcefree.report.suite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteOutcome.Run;
import org.sourcefree.suite.SuiteOutcome.SeedRun;

/** A row's runs as figures over seeds. */
record MeasuredRow(SuiteOutcome.Row row) {

  String title() {
    return row.row().title();
  }

  /** Mechanism and whether it is source-free, as the paper's tables have them. */
  List<String> kind() {
    return kind(row.row().mechanism().orElse("–"), row.sourceFree());
  }

  static List<String> kind(String mechanism, boolean sourceFree) {
    return List.of(mechanism.equals("-") ? "–" : mechanism, sourceFree ? "yes" : "no");
  }

  List<Run> finished() {
    return row.finished();
  }

  boolean hasFinished() {
    return !finished().isEmpty();
  }

  /** Whether the row takes gradient steps; known once a run has finished. */
  boolean trains() {
    return finished().stream().anyMatch(run -> !run.curve().isEmpty());
  }

  /** Whether the others are compared with it. */
  boolean isReference() {
    return List.of(Measured.SOURCE_ONLY, Measured.TARGET_STATISTICS).contains(title());
  }

  /** The finished run that pictures and curves show. */
  Optional<Run> first() {
    return finished().stream().findFirst();
  }

  /** A class's IoU, percent, over the seeds where it occurs. */
  Optional<Spread> iou(String name) {
    return over(run -> Optional.ofNullable(run.after().scores().iou().get(name)));
  }

  /** A mean IoU, percent. */
  Optional<Spread> mean(Suite.Mean mean) {
    return over(run -> mean(mean, run));
  }

  /**
   * What a mean IoU is above another row's, percent; seed by seed where both rows ran the same
   * several seeds, else from the other's mean.
   */
  Optional<Spread> gain(MeasuredRow other, Suite.Mean mean) {
    Optional<Spread> base = other.mean(mean);
    boolean paired = other.finished().size() > 1 && seeds().equals(other.seeds());
    if (base.isEmpty()) {
      return Optional.empty();
    }
    return Spread.of(
        row.runs().stream()
            .flatMap(run -> value(mean, run).stream().map(v -> v - base(other, mean, run, paired)))
            .toList());
  }

  /** A figure over the finished runs that have it. */
  Optional<Spread> over(Function<Run, Optional<Double>> figure) {
    return Spread.of(finished().stream().flatMap(run -> figure.apply(run).stream()).toList());
  }

  /** A mean IoU of one run, percent: over those of its classes that occur; empty if none does. */
  static Optional<Double> mean(Suite.Mean mean, Run run) {
    Scores scores = run.after().scores();
    return Spread.of(
            scores.iou().entrySet().stream()
                .filter(entry -> !mean.without().contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList())
        .map(Spread::mean);
  }

  private List<Long> seeds() {
    return row.runs().stream().filter(r -> r.run().isPresent()).map(SeedRun::seed).toList();
  }

  private static double base(MeasuredRow other, Suite.Mean mean, SeedRun run, boolean paired) {
    return other.row().runs().stream()
        .filter(candidate -> paired && candidate.seed() == run.seed())
        .flatMap(candidate -> value(mean, candidate).stream())
        .findFirst()
        .or(() -> other.mean(mean).map(Spread::mean))
        .orElseThrow();
  }

  private static Optional<Double> value(Suite.Mean mean, SeedRun run) {
    return run.run().flatMap(finished -> mean(mean, finished));
  }
}
