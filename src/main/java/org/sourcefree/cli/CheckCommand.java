package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.check.ConfigCheck;
import org.sourcefree.check.Finding;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteCheck;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says all that would go wrong with a config. */
@Command(
    name = "check",
    description = {
      "Says all that would go wrong with a config, and what time, memory and disk it would take, without training.",
      "Writes nothing. Exits with 2 if the run would stop."
    },
    footer = "tools/sourcefree check my.yaml",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int STOPS = 2;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the run would write, to look at the place; the config's output if not given.")
  private @Nullable Path output;

  @Option(
      names = "--no-step",
      description = "Take no steps on made-up images: no estimate of time and memory.")
  private boolean noStep;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Look at a run that so many workers share: each one's memory and time (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int workers;

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() {
    List<Finding> findings = Finding.sorted(findings());
    for (Finding finding : findings) {
      String line = word(finding.severity()) + ": " + finding.sentence();
      System.out.println(TerminalWidth.wrapped(line));
    }
    boolean stops = Finding.stop(findings);
    System.out.println(summary(findings, stops));
    return stops ? STOPS : 0;
  }

  private List<Finding> findings() {
    Experiment config;
    try {
      config = options.read();
    } catch (InvalidInputException e) {
      return Finding.errors(e);
    }
    Path folder = output == null ? config.output() : output;
    Progress progress = new TerminalProgress();
    return config instanceof Suite suite
        ? new SuiteCheck(suite, trust.models(), progress).run(folder, !noStep)
        : new ConfigCheck(config, trust.models(), progress, Workers.imagined(workers))
            .run(folder, !noStep);
  }

  private static String summary(List<Finding> findings, boolean stops) {
    Map<Finding.Severity, Long> counts =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    Finding::severity,
                    () -> new EnumMap<>(Finding.Severity.class),
                    Collectors.counting()));
    counts.remove(Finding.Severity.NOTE);
    String counted =
        counts.entrySet().stream()
            .map(
                one -> one.getValue() + " " + word(one.getKey()) + (one.getValue() == 1 ? "" : "s"))
            .collect(Collectors.joining(", "));
    return (stops ? "The run would stop: " : "Nothing would stop the run")
        + (stops || counted.isEmpty() ? counted : "; " + counted)
        + ".";
  }

  private static String word(Finding.Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
