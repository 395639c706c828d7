package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteRun;

/** Several processes work on one suite. */
@Tag("end-to-end")
class SharedSuiteTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() {
    task = SmallTask.make(root);
    task.writeSuite();
  }

  @Test
  void launchedTogetherTheyDoWhatOneDoes() throws IOException {
    Terminal.run("reproduce", task.config("suite"), "--out", path("alone"));
    Child child =
        Child.start(
            root.resolve("launched.txt"),
            List.of(
                "launch",
                "--workers=2",
                "reproduce",
                task.config("suite"),
                "--out",
                path("shared")));
    assertThat(child.code()).as(child.text()).isEqualTo(2);
    // The numbers of one core and of two differ in their last digits.
    assertThat(finished("shared")).hasSize(7).isEqualTo(finished("alone"));
    assertThat(child.text())
        .contains("[0] run 1 of 9, ", "[1] run 1 of 9, ", "another process has it", "Report: ");
    assertThat(Files.readString(root.resolve("shared/report/report.md")))
        .contains("Broken, seed 1, failed");
  }

  @Test
  void theLastToEndReports() {
    List<String> said = new ArrayList<>();
    SuiteRun second = new SuiteRun(suite(), root.resolve("both"), sayingTo(said));
    List<SuiteOutcome> reports = new ArrayList<>();
    Progress startsTheSecond =
        (name, total, taken) ->
            new Progress.Task() {
              @Override
              public void advance(long done, String state) {
                if (name.equals("training") && said.isEmpty()) {
                  second.run(List.of());
                  assertThat(second.report(List.of(), reports::add)).isFalse();
                }
              }

              @Override
              public void close() {}
            };
    SuiteRun first = new SuiteRun(suite(), root.resolve("both"), startsTheSecond);
    first.run(List.of());
    assertThat(said)
        .contains("run 3 of 9, entmin, seed 1: another process has it")
        .contains("other processes still run parts of it; the last of them writes the report");
    assertThat(first.failures()).isEmpty();
    assertThat(first.report(List.of(), reports::add)).isTrue();
    assertThat(reports).hasSize(1);
    List<SuiteOutcome.Row> rows = reports.get(0).rows();
    assertThat(rows)
        .filteredOn(row -> !row.row().name().equals("broken"))
        .allMatch(row -> row.finished().size() == row.runs().size());
    assertThat(rows)
        .filteredOn(row -> row.row().name().equals("broken"))
        .flatExtracting(SuiteOutcome.Row::runs)
        .allMatch(run -> run.failure().orElse("").contains("finite"));
  }

  private static Progress sayingTo(List<String> said) {
    return new Progress() {
      @Override
      public Task start(String name, long total, long taken) {
        return NONE.start(name, total, taken);
      }

      @Override
      public void say(String sentence) {
        said.add(sentence);
      }
    };
  }

  private static Suite suite() {
    return ConfigReader.read(root.resolve("suite.yaml"), List.of(), Suite.class);
  }

  private static String path(String name) {
    return root.resolve(name).toString();
  }

  private static Set<String> finished(String name) throws IOException {
    return SmallTask.files(root.resolve(name)).keySet().stream()
        .filter(file -> file.endsWith("finished.json"))
        .collect(Collectors.toSet());
  }
}
