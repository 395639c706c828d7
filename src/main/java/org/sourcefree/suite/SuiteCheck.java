package org.sourcefree.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.check.ConfigCheck;
import org.sourcefree.check.Finding;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.Suite;
import org.sourcefree.trust.Models;

/** Everything that would go wrong with a suite, as far as can be told without running it. */
public final class SuiteCheck {
  private final Suite suite;
  private final Models models;
  private final Progress progress;

  /** Prepares a check; nothing is read yet. */
  public SuiteCheck(Suite suite, Models models, Progress progress) {
    this.suite = suite;
    this.models = models;
    this.progress = progress;
  }

  /**
   * Checks.
   *
   * @param output the suite's folder, which may exist
   * @param step whether to take a few steps of the first config to estimate time and memory
   */
  public List<Finding> run(Path output, boolean step) {
    List<Finding> findings = new ArrayList<>();
    try {
      ConfigCheck.requireWritable(output);
    } catch (InvalidInputException e) {
      findings.add(Finding.error(e));
    }
    for (Suite.Row row : suite.rows()) {
      read("row " + row.name(), row.config(), List.of(), findings);
    }
    for (Suite.Sweep sweep : suite.sweeps()) {
      read("sweep " + sweep.name(), sweep.config(), sweep.set(), findings);
    }
    if (!Finding.stop(findings)) {
      attempt(findings, () -> addRuns(output, step, findings));
    }
    return findings;
  }

  private void addRuns(Path output, boolean step, List<Finding> findings) {
    List<Job> jobs = Plan.of(suite, output).jobs(List.of());
    attempt(findings, () -> new SuiteRun(suite, output, models, progress, new StopRequest()));
    Map<Finding, List<String>> found = new LinkedHashMap<>();
    for (Job job : jobs.stream().filter(each -> !each.waits()).toList()) {
      for (Finding finding : new ConfigCheck(job.config(), models, progress).settings()) {
        found.computeIfAbsent(finding, any -> new ArrayList<>()).add(job.name());
      }
    }
    found.forEach(
        (finding, names) ->
            findings.add(
                finding.of(
                    names.size() == 1
                        ? names.get(0)
                        : "%s and %d more runs".formatted(names.get(0), names.size() - 1))));
    // All runs share model and images.
    Job example = jobs.stream().filter(job -> !job.trainsNothing()).findFirst().orElse(jobs.get(0));
    ConfigCheck check = new ConfigCheck(example.config(), models, progress);
    findings.addAll(check.data());
    findings.addAll(check.cost(output, jobs.size(), step));
  }

  private static void read(String part, Path file, List<String> set, List<Finding> findings) {
    try {
      ConfigReader.read(file, set, Experiment.class);
    } catch (InvalidInputException e) {
      Finding.errors(e).forEach(finding -> findings.add(finding.of(part)));
    }
  }

  private static void attempt(List<Finding> findings, Runnable part) {
    try {
      part.run();
    } catch (InvalidInputException e) {
      findings.add(Finding.error(e));
    }
  }
}
