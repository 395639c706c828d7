package org.sourcefree.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.experiment.Suite;
import org.sourcefree.machine.Machine;
import org.sourcefree.run.RunLog;

/**
 * What is measured of a suite so far, by whichever process.
 *
 * @param failures of this process's runs, by run folder
 */
record SuiteFindings(
    Suite suite, Plan plan, JobRunner runner, ClassSet classes, Map<Path, String> failures) {

  /** A finished run's note. */
  Optional<FinishedRun> finished(Job job) {
    try {
      return runner.finished(job);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Everything measured. */
  SuiteOutcome outcome() {
    List<SuiteOutcome.Row> rows = new ArrayList<>();
    for (Plan.RowJobs row : plan.rows()) {
      rows.add(
          new SuiteOutcome.Row(
              row.row(), row.jobs().stream().map(this::seedRun).toList(), plan.isSourceFree(row)));
    }
    List<SuiteOutcome.Sweep> sweeps = new ArrayList<>();
    for (Suite.Sweep sweep : suite.sweeps()) {
      List<SuiteOutcome.SweepPoint> points =
          plan.points().stream()
              .filter(point -> point.sweep().equals(sweep))
              .map(
                  point ->
                      new SuiteOutcome.SweepPoint(
                          point.value(), point.jobs().stream().map(this::seedRun).toList()))
              .toList();
      sweeps.add(new SuiteOutcome.Sweep(sweep, points));
    }
    return new SuiteOutcome(suite, classes, rows, sweeps, machine());
  }

  /** What the finished runs were made by and on; runs that differ are all named. */
  private List<SuiteOutcome.Fact> machine() {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    Machine.facts().keySet().forEach(name -> values.put(name, new LinkedHashSet<>()));
    for (Job job : plan.jobs(List.of())) {
      if (finished(job).isPresent()) {
        new RunLog(job.folder())
            .provenance()
            .forEach(
                (name, value) -> {
                  Set<String> known = values.get(name);
                  if (known != null) {
                    known.add(String.valueOf(value));
                  }
                });
      }
    }
    return values.entrySet().stream()
        .filter(fact -> !fact.getValue().isEmpty())
        .map(
            fact ->
                new SuiteOutcome.Fact(
                    fact.getKey().replace('_', ' '), String.join(" and ", fact.getValue())))
        .toList();
  }

  private SuiteOutcome.SeedRun seedRun(Job job) {
    Optional<String> failure = Optional.ofNullable(failures.get(job.folder()));
    Optional<FinishedRun> done = failure.isPresent() ? Optional.empty() : finished(job);
    if (done.isEmpty()) {
      Optional<String> known = failure.isPresent() ? failure : failureElsewhere(job);
      return new SuiteOutcome.SeedRun(job.seed(), Optional.empty(), known);
    }
    return new SuiteOutcome.SeedRun(
        job.seed(), Optional.of(done.get().read(job.folder(), classes.names())), Optional.empty());
  }

  private Optional<String> failureElsewhere(Job job) {
    try {
      return runner.failure(job);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }
}
