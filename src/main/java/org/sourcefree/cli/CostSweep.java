package org.sourcefree.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.bench.Benchmark;
import org.sourcefree.bench.CostPoint;
import org.sourcefree.bench.CostPoint.Quantity;
import org.sourcefree.config.Json;
import org.sourcefree.data.view.Crop;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.machine.ChildJvm;

/**
 * Times a step at growing crops and batches and a labelling pass over growing numbers of images,
 * each in a process of its own, so that its largest resident size is its own.
 */
final class CostSweep {
  private static final List<Integer> QUARTERS = List.of(1, 2, 3, 4);
  private static final List<Integer> IMAGES = List.of(4, 8, 16, 32);

  private final Class<?> main;
  private final ConfigOptions options;
  private final Benchmark.Plan plan;
  private final Progress progress;

  /**
   * Prepares a sweep.
   *
   * @param main the class whose main method takes the command line
   */
  CostSweep(Class<?> main, ConfigOptions options, Benchmark.Plan plan, Progress progress) {
    this.main = main;
    this.options = options;
    this.plan = plan;
    this.progress = progress;
  }

  private record Task(Quantity quantity, int value) {}

  /** Measures; what the machine has no memory for is said and left out. */
  List<CostPoint> run(Adaptation config) {
    List<Task> tasks = new ArrayList<>();
    int batch = config.training().batchSize();
    if (!config.objective().isEmpty()) {
      if (config.data().trainingView() instanceof Crop view) {
        QUARTERS.forEach(n -> tasks.add(new Task(Quantity.CROP, Math.max(1, view.crop() * n / 4))));
      }
      for (int images = 1; images <= batch; images += Math.max(1, batch / 4)) {
        tasks.add(new Task(Quantity.BATCH, images));
      }
    }
    if (config.makesLabels()) {
      IMAGES.forEach(images -> tasks.add(new Task(Quantity.IMAGES, images)));
    }
    if (tasks.isEmpty()) {
      throw new InvalidInputException(
          "--cost must have steps or pseudo labels to time, the config has neither");
    }
    List<CostPoint> points = new ArrayList<>();
    try (Progress.Task measuring = progress.start("cost", tasks.size(), 0)) {
      for (Task task : tasks) {
        measure(task).ifPresent(points::add);
        measuring.advance(points.size(), "");
      }
    }
    return points;
  }

  private Optional<CostPoint> measure(Task task) {
    try {
      Path report = Files.createTempFile("sourcefree-cost", ".json");
      Path log = Files.createTempFile("sourcefree-cost", ".log");
      try {
        int code =
            ChildJvm.of(ChildJvm.options(), main, arguments(task, report))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code == 0) {
          return Optional.of(point(task, Json.map(Files.readString(report), "the report")));
        }
        progress.say(
            "%s %d was not measured, exit %d: %s"
                .formatted(
                    task.quantity().name().toLowerCase(Locale.ROOT),
                    task.value(),
                    code,
                    lastLine(log)));
        return Optional.empty();
      } finally {
        Files.deleteIfExists(report);
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private List<String> arguments(Task task, Path report) {
    List<String> command = new ArrayList<>(List.of("bench", options.file().toString()));
    options.overrides().forEach(each -> command.addAll(List.of("--set", each)));
    command.addAll(
        switch (task.quantity()) {
          case CROP ->
              List.of("--parts", "step", "--set", "data.training_view.crop=" + task.value());
          case BATCH -> List.of("--parts", "step", "--set", "training.batch_size=" + task.value());
          case IMAGES -> List.of("--parts", "labelling", "--images", "" + task.value());
        });
    command.addAll(List.of("--repeats", "" + plan.repeats(), "--warm-ups", "" + plan.warmUps()));
    // The model was looked at before.
    command.addAll(List.of("--trust", "--json", report.toString()));
    return command;
  }

  private static CostPoint point(Task task, Map<String, @Nullable Object> report) {
    List<?> timings = (List<?>) requireNonNull(report.get("timings"));
    Map<?, ?> timing = (Map<?, ?>) requireNonNull(timings.get(0));
    Number median = (Number) requireNonNull(timing.get("median"));
    Number memory = (Number) requireNonNull(report.get("peak_memory"));
    return new CostPoint(task.quantity(), task.value(), median.doubleValue(), memory.longValue());
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(each -> !each.isBlank()).toList();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }
}
