package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Benchmark;
import org.sourcefree.experiment.BenchmarkReport;
import org.sourcefree.report.BenchmarkTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times an adaptation's parts on this machine. */
@Command(
    name = "bench",
    description =
        "Times a config's gradient step, prediction, labelling pass and loading on made-up images; needs neither data nor a model.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--repeats",
      description = "Timed runs of each part (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int repeats;

  @Option(
      names = "--warm-ups",
      description = "Runs before them (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int warmUps;

  @Option(
      names = "--parts",
      split = ",",
      description = "What to time, of step, prediction, labelling, sample (default: all).")
  private Set<Benchmark.Part> parts = EnumSet.allOf(Benchmark.Part.class);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    if (repeats < 1 || warmUps < 0) {
      throw new InvalidInputException(
          "--repeats must be at least 1 and --warm-ups at least 0, got %d and %d"
              .formatted(repeats, warmUps));
    }
    Adaptation config = options.read(Adaptation.class);
    BenchmarkReport report =
        new Benchmark(config, repeats, warmUps, parts, new TerminalProgress()).run();
    System.out.println(BenchmarkTable.text(report));
    if (json != null) {
      Json.write(json, report);
    }
    return 0;
  }
}
