package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Suite;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteRun;

/** A table of a task that takes seconds. */
@Tag("end-to-end")
class ReproduceTest {
  @TempDir private static Path root;
  private static SmallTask task;
  private static Terminal whole;

  /** As sudden as a kill: no one catches it to clean up. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeAll
  static void reproduce() throws IOException {
    task = SmallTask.make(root);
    task.writeSuite();
    whole = Terminal.run("reproduce", path("suite.yaml"), "--out", path("whole"));
  }

  @Test
  void aRowThatFailsIsNamedAndTheOthersGoOn() {
    assertThat(whole.code()).isEqualTo(2);
    assertThat(whole.complaints())
        .anyMatch(line -> line.startsWith("failed: broken, seed 1: ") && line.contains("finite"));
    assertThat(finished("whole")).as("%s", whole.complaints()).hasSize(7);
  }

  @Test
  void measuresTheModelItselfOnceAndTheSameAsEvaluateDoes() {
    SuiteOutcome outcome = outcome("whole");
    SuiteOutcome.Row sourceOnly = outcome.rows().get(0);
    assertThat(sourceOnly.runs()).hasSize(1);
    assertThat(sourceOnly.finished()).hasSize(1);
    String miou =
        String.format(Locale.ROOT, "%.1f", sourceOnly.finished().get(0).after().scores().miou());
    Terminal evaluated = Terminal.run("evaluate", task.config("evaluate")).succeeded();
    assertThat(evaluated.out().strip()).endsWith(miou);
    assertThat(outcome.rows().get(1).runs()).as("target statistics").hasSize(1);
  }

  /** A second stage begins with the first one's network of the same seed, and after it. */
  @Test
  void aSweepSharesTheRunThatARowHas() {
    SuiteOutcome outcome = outcome("whole");
    SuiteOutcome.Sweep sweep = outcome.sweeps().get(0);
    SuiteOutcome.Run ofRow = outcome.rows().get(3).finished().get(0);
    assertThat(sweep.points()).hasSize(2);
    assertThat(sweep.points().get(0).runs().get(0).run()).contains(ofRow);
    assertThat(sweep.points().get(1).runs().get(0).run()).isPresent();
  }

  @Test
  void keepsWhatTheReportNeeds() {
    SuiteOutcome.Run ld = outcome("whole").rows().get(3).finished().get(0);
    assertThat(ld.curve()).hasSize(SmallTask.STEPS);
    assertThat(ld.curve().get(0).terms())
        .extracting(SuiteOutcome.TermValue::term)
        .containsExactly("cross_entropy", "entropy", "negative_learning");
    assertThat(ld.labels()).hasSize(2);
    assertThat(ld.labels().get(0).accuracies()).anyMatch(accuracy -> accuracy.isPresent());
    assertThat(ld.after().ranks().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(
            ld.after().confusion().stream().flatMap(List::stream).mapToLong(Long::longValue).sum());
    assertThat(ld.panels()).hasSize(4).allMatch(panel -> Files.isRegularFile(panel.prediction()));
    Path panels = ld.folder().resolve("panels.png");
    Path untrained = outcome("whole").rows().get(0).finished().get(0).folder();
    assertThat(ImageFiles.readSize(untrained.resolve("panels.png")).width())
        .as("of a run without steps, which shows no network twice")
        .isLessThan(ImageFiles.readSize(panels).width());
    assertThat(ld.folder().resolve("report.html")).isRegularFile();
    assertThat(ld.targetBytes()).isPositive();
  }

  @Test
  void doesNothingAgainThatIsDoneAndUnchanged() throws IOException {
    task.copy("whole", "again");
    Map<String, String> before = finished("again");
    Terminal again =
        Terminal.run(
            "reproduce", path("suite.yaml"), "--out", path("again"), "--rows", "ld,entmin");
    assertThat(again.code()).isZero();
    assertThat(again.complaints()).allMatch(line -> line.endsWith("done before"));
    assertThat(finished("again")).isEqualTo(before);
    Terminal changed =
        Terminal.run(
                "reproduce",
                path("suite.yaml"),
                "--out",
                path("again"),
                "--rows",
                "ld",
                "--dry-run")
            .succeeded();
    assertThat(changed.out())
        .contains("finished (2):", "  ld, seed 1")
        .contains("0 of 2 runs to do");
  }

  @Test
  void killedAgainAndAgainItEndsWithTheSameTable() throws IOException {
    for (Progress killer :
        List.of(
            killer("evaluating", 2, 1),
            killer("training", 7, 2),
            killer("labelling, round 2", 3, 1))) {
      SuiteRun run = new SuiteRun(suiteConfig(), path("killed", ""), killer);
      assertThatThrownBy(() -> run.run(List.of())).isInstanceOf(Killed.class);
    }
    Terminal.run("reproduce", path("suite.yaml"), "--out", path("killed"));
    assertThat(table("killed")).isEqualTo(table("whole"));
  }

  @Test
  void aDryRunRunsNothing() {
    Terminal forecast =
        Terminal.run("reproduce", path("suite.yaml"), "--out", path("dry"), "--dry-run")
            .succeeded();
    assertThat(forecast.out())
        .contains("new (9):", "  alpha 0.6, seed 1")
        .contains("9 of 9 runs to do, at about 5 s each (a guess)");
    assertThat(root.resolve("dry")).doesNotExist();
  }

  @Test
  void runsAgainWhatHasOtherInputsOrIsDamaged() throws IOException {
    task.copy("whole", "changed");
    Files.writeString(path("changed", "rows/ld/seed_1/evaluation.json"), "{");
    Files.delete(path("changed", "rows/ld/seed_2/finished.json"));
    Terminal again =
        Terminal.run("reproduce", path("suite.yaml"), "--out", path("changed"), "--rows", "ld");
    assertThat(again.code()).isZero();
    assertThat(again.complaints()).noneMatch(line -> line.contains("done before"));
    assertThat(table("changed")).isEqualTo(table("whole"));
  }

  @Test
  void seesAChangedEvaluationLabel() throws IOException {
    Path label = SmallTask.files(root.resolve("data/target/gtFine/val")).values().iterator().next();
    byte[] before = Files.readAllBytes(label);
    try {
      PngWriter.writeGrey(label, LabelMap.filled(96, 48, 7));
      Terminal forecast =
          Terminal.run(
                  "reproduce",
                  path("suite.yaml"),
                  "--out",
                  path("whole"),
                  "--rows",
                  "ld",
                  "--dry-run")
              .succeeded();
      assertThat(forecast.out()).contains("changed (2):").contains("2 of 2 runs to do");
    } finally {
      Files.write(label, before);
    }
  }

  private static Progress killer(String fatal, long at, int occasion) {
    int[] met = {0};
    return (task, total, taken) ->
        new Progress.Task() {
          @Override
          public void advance(long done, String state) {
            if (task.equals(fatal) && done == at && ++met[0] == occasion) {
              throw new Killed();
            }
          }

          @Override
          public void close() {}
        };
  }

  private static String path(String name) {
    return root.resolve(name).toString();
  }

  private static Path path(String name, String below) {
    return root.resolve(name).resolve(below);
  }

  private static Suite suiteConfig() {
    return ConfigReader.read(root.resolve("suite.yaml"), List.of(), Suite.class);
  }

  /** What an earlier call left, running nothing that is done. */
  private static SuiteOutcome outcome(String name) {
    SuiteRun run = new SuiteRun(suiteConfig(), root.resolve(name), Progress.NONE);
    run.run(List.of("source_only"));
    return run.outcome();
  }

  private static Map<String, String> finished(String name) {
    try {
      Map<String, String> notes = new TreeMap<>();
      for (Map.Entry<String, Path> file : SmallTask.files(root.resolve(name)).entrySet()) {
        if (file.getKey().endsWith("finished.json")) {
          notes.put(file.getKey(), Files.readString(file.getValue()));
        }
      }
      return notes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every number of the table, which times are not. */
  private static Map<String, String> table(String name) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, Path> file : SmallTask.files(root.resolve(name)).entrySet()) {
      if (file.getKey().matches(".*/(evaluation.json|metrics.jsonl|watch.jsonl|panels/.*)")) {
        contents.put(
            file.getKey(),
            new String(Files.readAllBytes(file.getValue()), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
