package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.suite.SuiteReport;
import org.sourcefree.report.suite.TerminalTable;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs every row of a table and reports them beside the published ones. */
@Command(
    name = "reproduce",
    description = {
      "Runs a suite: every row of a table, over its seeds, and its sweeps, and writes a report.",
      "Finished runs are kept while their config, model and images are unchanged, interrupted ones resumed,"
          + " failed ones run again. Several processes may work on one suite, each on runs of its own."
    },
    footer = {
      "tools/sourcefree reproduce configs/street_scenes/suite.yaml --dry-run",
      "tools/sourcefree reproduce configs/street_scenes/suite.yaml --rows ld,entmin"
    },
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = "--rows",
      paramLabel = "NAME",
      split = ",",
      description = "Run only these rows and sweeps; the report still shows all that is finished.")
  private List<String> rows = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "SEED",
      split = ",",
      description = "Seeds of the rows, in place of the suite's; sweeps run the first of them.")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Say what would run and how long it is expected to take.")
  private boolean dryRun;

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() {
    Suite read = options.read(Suite.class);
    Suite suite = seeds.isEmpty() ? read : reseeded(read);
    return StopSignal.during(
        TypedCommand.again(command), (progress, stop) -> reproduce(suite, progress, stop));
  }

  private int reproduce(Suite suite, Progress progress, StopRequest stop) {
    Path folder = output.of(suite);
    SuiteRun run = new SuiteRun(suite, folder, trust.models(), progress, stop);
    if (dryRun) {
      print(suite, run.forecast(rows));
      return 0;
    }
    run.run(rows);
    run.report(rows, outcome -> report(outcome, folder.resolve("report")));
    List<String> failures = run.failures();
    failures.forEach(failure -> System.err.println("failed: " + failure));
    return failures.isEmpty() ? 0 : 2;
  }

  private void report(SuiteOutcome outcome, Path folder) {
    SuiteReport.write(outcome, List.of(whole()), folder);
    outcome.folders().forEach(WrittenFiles::pageIfOld);
    System.out.println(TerminalTable.text(outcome));
    System.out.printf("Report: %s%n", folder.resolve("report.html"));
  }

  private Suite reseeded(Suite suite) {
    try {
      return suite.withSeeds(seeds);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage() + " (--seeds)", e);
    }
  }

  /** What makes the whole report, however often it was interrupted. */
  private String whole() {
    String numbers =
        seeds.stream().map(seed -> Long.toString(seed)).collect(Collectors.joining(","));
    String command = "tools/sourcefree reproduce " + options.file();
    return command + options.settings() + (seeds.isEmpty() ? "" : " --seeds " + numbers);
  }

  private static void print(Suite suite, SuiteRun.Forecast forecast) {
    Map<String, List<String>> byState = new LinkedHashMap<>();
    for (SuiteRun.Planned planned : forecast.runs()) {
      byState.computeIfAbsent(planned.state(), state -> new ArrayList<>()).add(planned.name());
    }
    byState.forEach(
        (state, names) -> {
          System.out.printf("%s (%d):%n", state, names.size());
          names.forEach(name -> System.out.println("  " + name));
        });
    long open = forecast.runs().stream().filter(SuiteRun.Planned::isOpen).count();
    double each = forecast.secondsEach().orElse(suite.reference().secondsEach());
    String source =
        forecast.secondsEach().isPresent()
            ? "the mean of the finished ones here"
            : suite.reference().hardware();
    System.out.printf(
        Locale.ROOT,
        "%d of %d runs to do, at about %.0f s each (%s) %.0f minutes%n",
        open,
        forecast.runs().size(),
        each,
        source,
        Math.ceil(open * each / 60));
  }
}
