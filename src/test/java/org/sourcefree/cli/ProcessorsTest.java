package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.experiment.TrainingRun;

/** A run that is resumed on another number of processors, where sums are taken in other orders. */
@Tag("end-to-end")
@EnabledOnOs(value = OS.LINUX, disabledReason = "taskset is Linux's")
class ProcessorsTest {
  @TempDir private static Path root;

  @Test
  void itIsSaid() throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    assumeTrue(processors > 1);
    SmallTask task = SmallTask.make(root);
    stop(task);
    task.copy("stopped", "again");
    List<String> resume =
        List.of(
            "adapt", task.config("adapt"), "--out", root.resolve("stopped").toString(), "--resume");
    Child child =
        Child.start(root.resolve("said.txt"), List.of("taskset", "-c", firstProcessor()), resume);
    assertThat(child.code()).as(child.text()).isZero();
    assertThat(child.text())
        .contains("the run began on %d processors and is resumed on 1".formatted(processors));
    task.adapt("again", "--resume").succeeded();
  }

  private static void stop(SmallTask task) {
    StopRequest stop = new StopRequest();
    Progress progress =
        (name, total, taken) ->
            new Progress.Task() {
              @Override
              public void advance(long done, String state) {
                if (name.equals("training") && done == 4) {
                  stop.make();
                }
              }

              @Override
              public void close() {}
            };
    Experiment config =
        ConfigReader.read(Path.of(task.config("adapt")), List.of(), Experiment.class);
    TrainingRun run =
        new TrainingRun(TrainingConfig.of(config).orElseThrow(), progress).stoppedBy(stop);
    assertThatThrownBy(() -> run.run(root.resolve("stopped"), false))
        .isInstanceOf(StoppedException.class);
  }

  private static String firstProcessor() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
        .findFirst()
        .orElseThrow();
  }
}
