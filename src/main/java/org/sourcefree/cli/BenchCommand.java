package org.sourcefree.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.bench.Benchmark;
import org.sourcefree.bench.BenchmarkReport;
import org.sourcefree.bench.CostPoint;
import org.sourcefree.bench.SharedBenchmark;
import org.sourcefree.bench.SharedReport;
import org.sourcefree.config.Json;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.image.PngWriter;
import org.sourcefree.report.BenchmarkTable;
import org.sourcefree.report.plot.CostPlot;
import org.sourcefree.workers.LaunchedWorkers;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times an adaptation's parts on this machine. */
@Command(
    name = "bench",
    description =
        "Times a config's gradient step, prediction, labelling pass and loading on made-up images; needs neither data nor a model.",
    footer = "tools/sourcefree bench configs/gta5_to_cityscapes/ld.yaml --parts step",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Timed runs of each part (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int repeats;

  @Option(
      names = "--warm-ups",
      paramLabel = "N",
      description = "Runs before them (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int warmUps;

  @Option(
      names = "--parts",
      paramLabel = "PART",
      split = ",",
      description = "What to time, of step, prediction, labelling, sample (default: all).")
  private Set<Benchmark.Part> parts = EnumSet.allOf(Benchmark.Part.class);

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images of the labelling pass (default: ${DEFAULT-VALUE}).",
      defaultValue = "4")
  private int images;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Instead time a step that so many processes on this machine share, their shares by themselves, and the sums between them; several machines do so with TF_CONFIG.",
      defaultValue = "1")
  private int workers;

  @Option(
      names = "--cost",
      paramLabel = "PNG",
      description =
          "Instead time a step at growing crops and batches and labelling of growing numbers of images, each in a process of its own, and draw time and memory.")
  private @Nullable Path cost;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private @Nullable Path json;

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() throws IOException {
    Benchmark.Plan plan = new Benchmark.Plan(repeats, warmUps, images, parts);
    Adaptation config = options.read(Adaptation.class);
    Workers shared = WorkersVariable.read();
    if (shared.share().workers() > 1) {
      shared(config, plan, shared);
    } else if (workers > 1) {
      return LaunchedWorkers.together(workers, mainClass(), TypedCommand.words(command));
    } else if (cost == null) {
      BenchmarkReport report =
          new Benchmark(config, plan, trust.models(), new TerminalProgress()).run();
      System.out.println(BenchmarkTable.text(report));
      write(report);
    } else {
      List<CostPoint> points = sweep(plan).run(config);
      System.out.print(CostPlot.text(points));
      write(points);
      PngWriter.writeRgb(cost, CostPlot.draw(points));
    }
    return 0;
  }

  private void shared(Adaptation config, Benchmark.Plan plan, Workers all) {
    SharedReport report =
        new SharedBenchmark(config, plan, all, trust.models(), new TerminalProgress()).run();
    if (all.isChief()) {
      System.out.println(BenchmarkTable.text(report));
      write(report);
    }
  }

  private Class<?> mainClass() {
    return command.root().userObject().getClass();
  }

  private CostSweep sweep(Benchmark.Plan plan) {
    return new CostSweep(mainClass(), options, plan, new TerminalProgress());
  }

  private void write(Object figures) {
    if (json != null) {
      Json.write(json, figures);
    }
  }
}
