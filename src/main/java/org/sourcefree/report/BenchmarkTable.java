package org.sourcefree.report;

import java.util.Locale;
import org.sourcefree.bench.BenchmarkReport;
import org.sourcefree.bench.BenchmarkReport.Timing;
import org.sourcefree.bench.SharedReport;

/** A benchmark for a terminal. */
public final class BenchmarkTable {
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  private BenchmarkTable() {}

  /** The machine, a line a part, memory. */
  public static String text(BenchmarkReport report) {
    StringBuilder out = new StringBuilder();
    report.machine().forEach((name, value) -> out.append("%s: %s%n".formatted(name, value)));
    report.work().forEach((name, value) -> out.append("%s: %s%n".formatted(name, value)));
    out.append("%n".formatted());
    out.append(
        "%-15s %-16s %10s %21s %10s %9s %8s%n"
            .formatted(
                "", "input", "median, s", "least…most, s", "images/s", "GFLOP/s", "of peak"));
    for (Timing timing : report.timings()) {
      out.append(line(timing, report.matmulPeak()));
    }
    out.append(
        String.format(Locale.ROOT, "%nmatmul peak: %.0f GFLOP/s%n", report.matmulPeak() / GIGA));
    out.append(
        String.format(Locale.ROOT, "largest resident size: %.2f GB%n", report.peakMemory() / GIGA));
    return out.toString();
  }

  /** The same of workers who share a step, with what sharing costs. */
  public static String text(SharedReport shared) {
    return text(shared.report())
        + String.format(
            Locale.ROOT,
            """
            workers: %d
            efficiency: %.2f, shares apart / step of all; the gradients' sums with nothing else take as long as %.0f %% of it
            crowding: %.2f, chief's share / shares apart: what workers on one machine take from each other without a word
            gradients: %.1f MB from each worker every step
            """,
            shared.workers(),
            shared.efficiency(),
            100 * shared.sums(),
            shared.crowding(),
            shared.summedBytes() / MEGA);
  }

  private static String line(Timing timing, double peak) {
    boolean counted = timing.operations() > 0;
    return String.format(
        Locale.ROOT,
        "%-15s %-16s %10.3f %21s %10.2f %9s %8s%n",
        timing.part(),
        timing.input(),
        timing.median(),
        String.format(Locale.ROOT, "%.3f…%.3f", timing.least(), timing.most()),
        timing.imagesPerSecond(),
        counted
            ? String.format(Locale.ROOT, "%.0f", timing.operationsPerSecond() / GIGA)
            : "unknown",
        counted
            ? String.format(Locale.ROOT, "%.0f %%", 100 * timing.operationsPerSecond() / peak)
            : "unknown");
  }
}
