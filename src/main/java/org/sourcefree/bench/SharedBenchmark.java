package org.sourcefree.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sourcefree.Progress;
import org.sourcefree.data.Share;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.SharedRun;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Model;
import org.sourcefree.training.replicas.Replicas;
import org.sourcefree.trust.Models;
import org.sourcefree.workers.Workers;

/**
 * Times a step that several workers share, on made-up images: the chief's share while the others
 * wait, everybody's share at the same time but each by itself, the whole batch by all, and the sums
 * of the gradients with nothing else. Every worker runs it.
 */
public final class SharedBenchmark {
  private final Adaptation config;
  private final Workers workers;
  private final Benchmark benchmark;
  private final Stopwatch stopwatch;

  /** Prepares a benchmark. */
  public SharedBenchmark(
      Adaptation config, Benchmark.Plan plan, Workers workers, Models models, Progress progress) {
    this.config = config;
    this.workers = workers;
    this.benchmark = new Benchmark(config, plan, models, progress);
    this.stopwatch = new Stopwatch(plan.warmUps(), plan.repeats(), progress);
  }

  /**
   * Runs, with the other workers.
   *
   * @return of the chief, all; of another, without the chief's share
   */
  public SharedReport run() {
    config.requireComputable();
    SharedRun.require(config, workers);
    return workers.abreast(this::measure);
  }

  private SharedReport measure() {
    Model model = benchmark.model();
    Compute together = workers.on(config.compute());
    Share share = workers.share();
    List<BenchmarkReport.Timing> timings = new ArrayList<>();
    if (workers.isChief()) {
      timings.add(apart(SharedReport.FIRST, model));
    }
    workers.meet();
    timings.add(apart(SharedReport.OWN, model));
    workers.meet();
    timings.add(benchmark.step(SharedReport.ALL, model, together, workers.replicas(), share));
    long bytes = sums(model, together, timings);
    BenchmarkReport report = benchmark.report(model, timings, MatmulPeak.measure());
    return new SharedReport(report, share.workers(), bytes);
  }

  private BenchmarkReport.Timing apart(String part, Model model) {
    return benchmark.step(part, model, config.compute(), Replicas.ONE, workers.share());
  }

  /** Times the sums of gradients; the bytes that every worker gives to them. */
  private long sums(Model model, Compute together, List<BenchmarkReport.Timing> timings) {
    try (ModelSession session = new ModelSession(model, together)) {
      List<Variable> weights = session.variables().of(Variables.Role.WEIGHT);
      GradientSums sums = new GradientSums(session.graph(), workers.share().workers(), weights);
      List<Double> seconds = stopwatch.time(SharedReport.SUMS, () -> sums.run(session.session()));
      long bytes = weights.stream().mapToLong(each -> each.shape().size() * Float.BYTES).sum();
      String input = String.format(Locale.ROOT, "%.1f MB each", bytes / 1e6);
      timings.add(Stopwatch.timing(SharedReport.SUMS, input, 0, seconds, 0));
      return bytes;
    }
  }
}
