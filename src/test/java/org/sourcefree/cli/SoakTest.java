package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long run holds no more memory at its end than once Java has compiled what it runs. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class SoakTest {
  private static final int STEPS = 5000;
  private static final int WARM_UP = 2000;
  private static final int BETWEEN = 100;

  @TempDir private Path root;

  /** Resident memory after so many steps. */
  private record Point(double step, double megabytes) {}

  /** Of LD, and of two streams with two discriminators. */
  @ParameterizedTest
  @ValueSource(strings = {"adapt", "adversarial"})
  void residentMemoryGrowsByLessThanAMegabyteInAThousandSteps(String method) throws IOException {
    SmallTask task = SmallTask.make(root);
    if (!method.equals("adapt")) {
      SmallMethods.write(task, root, method);
    }
    Path run = root.resolve("soaked_" + method);
    Child child =
        Child.start(
            root.resolve(method + ".txt"),
            List.of("env", "JAVA_TOOL_OPTIONS=-Xms1g -XX:+AlwaysPreTouch"),
            List.of(
                "adapt",
                task.config(method),
                "--out",
                run.toString(),
                "--set",
                "schedule={kind: polynomial_decay, learning_rate: 1.0e-5, power: 0.9, steps: 5000, warmup_steps: 0}",
                "--set",
                "training={batch_size: 2, rounds: 50, steps_per_round: 100, checkpoint_every: 100, validate_every: 100}"));
    List<Point> points = new ArrayList<>();
    for (int step = WARM_UP; step < STEPS; step += BETWEEN) {
      Path state = run.resolve("checkpoints/step_%08d".formatted(step));
      if (child.awaits(() -> Files.exists(state))) {
        points.add(new Point(step, resident(child)));
      }
    }
    assertThat(child.code()).as(child.text()).isZero();
    System.out.printf(
        "resident memory of %s, MB: %s, %.2f more every 1000 steps%n",
        method,
        points.stream().map(point -> "%.1f".formatted(point.megabytes())).toList(),
        1000 * slope(points));
    assertThat(points).hasSize((STEPS - WARM_UP) / BETWEEN);
    assertThat(1000 * slope(points)).isLessThan(1);
  }

  /** Least squares. */
  private static double slope(List<Point> points) {
    double step = points.stream().mapToDouble(Point::step).average().orElseThrow();
    double memory = points.stream().mapToDouble(Point::megabytes).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (Point point : points) {
      covariance += (point.step() - step) * (point.megabytes() - memory);
      variance += (point.step() - step) * (point.step() - step);
    }
    return covariance / variance;
  }

  private static double resident(Child child) {
    try (var lines = Files.lines(Path.of("/proc/" + child.process().pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
