package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Json;
import org.sourcefree.data.Sample;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunLog;
import org.sourcefree.training.StepLosses;

/** Runs with other pseudo labels than class balanced ones. */
@Tag("end-to-end")
class OtherSelectionsTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void pretrain() {
    task = SmallTask.make(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "argmax | {kind: argmax} | cross_entropy",
        "confidence | {kind: confidence, threshold: 0.8} | cross_entropy",
        "none | {kind: none} | entropy",
      })
  void runsTheOtherSelections(String name, String selection, String term) throws IOException {
    task.adapt(
            name,
            "--set",
            "pseudo_labels=" + selection,
            "--set",
            "objective=[{kind: " + term + ", weight: 1}]")
        .succeeded();
    RunLog log = new RunLog(root.resolve(name));
    assertThat(log.steps())
        .hasSize(SmallTask.STEPS)
        .allSatisfy(step -> assertThat(step.terms()).containsOnlyKeys(term))
        .allSatisfy(step -> assertThat(step.total()).isEqualTo(step.terms().get(term)))
        .allSatisfy(step -> assertThat(step.total()).isFinite());
    assertThat(log.steps()).extracting(StepLosses::total).doesNotHaveDuplicates();
    assertThat(after(name).miou()).isBetween(0.0, 100.0);
    assertThat(Files.exists(root.resolve(name + "/pseudo_labels"))).isEqualTo(!name.equals("none"));
    if (!name.equals("none")) {
      for (int round = 1; round <= 2; round++) {
        assertLabels(name, log, round);
      }
    }
  }

  /** Argmax labels every pixel; above 0.8 lie some of 19 classes' pixels, as counted. */
  private static void assertLabels(String name, RunLog log, int round) {
    List<String> classes = StandardClasses.CITYSCAPES_19.set().names();
    List<Double> shares =
        log.selectedShares(round, classes).stream().flatMap(Optional::stream).toList();
    assertThat(shares).isNotEmpty().allMatch(share -> share >= 0 && share <= 1);
    long labelled = 0;
    long pixels = 0;
    for (Sample sample : target()) {
      LabelMap labels = ImageFiles.readIds(log.pseudoLabels(round).resolve(sample.name() + ".png"));
      for (byte id : labels.ids()) {
        assertThat(id == (byte) 255 || (id >= 0 && id < classes.size())).isTrue();
        labelled += id == (byte) 255 ? 0 : 1;
      }
      pixels += labels.ids().length;
    }
    if (name.equals("argmax")) {
      assertThat(shares).containsOnly(1.0);
      assertThat(labelled).isEqualTo(pixels);
    } else {
      assertThat(labelled).isStrictlyBetween(0L, pixels);
    }
  }

  private static List<Sample> target() {
    Path file = Path.of(task.config("adapt"));
    Adaptation config = (Adaptation) ConfigReader.read(file, List.of(), Experiment.class);
    return config.data().target().samples();
  }

  private static Scores after(String run) {
    return Json.read(root.resolve(run + "/results.json"), Results.class).after().orElseThrow();
  }
}
