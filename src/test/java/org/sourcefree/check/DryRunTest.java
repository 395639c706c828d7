package org.sourcefree.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.Share;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.trust.Models;

/** A step that memory would not do for is not tried. */
class DryRunTest {
  @Test
  void aStepThatDoesNotFitIsNotTaken() {
    Adaptation config =
        (Adaptation)
            ConfigReader.read(
                Path.of("configs/street_scenes/ld.yaml"),
                List.of("data.training_view.crop=128", "training.batch_size=1"),
                Experiment.class);
    List<Finding> findings = new ArrayList<>();
    try (ModelSession session = config.open(new Models())) {
      DryRun.Measured measured = new DryRun(config, 0, Share.ALL).run(session);
      assertThat(measured.fits()).isFalse();
      assertThat(measured.memory()).isPositive();
      new CostEstimate(config, Optional.empty(), Optional.empty(), 0, 1, 1)
          .addTimeAndMemory(measured, 19, findings);
    }
    assertThat(findings)
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Finding.Severity.WARNING);
    assertThat(findings.get(0).sentence()).contains("1 × 128×128 would need about", "not tried");
  }

  /** Ten target images of 2048×1024 and 40 source images of 1914×1052. */
  private static List<String> findings(String file, String... set) {
    Adaptation config =
        (Adaptation) ConfigReader.read(Path.of(file), List.of(set), Experiment.class);
    return findings(config, 1);
  }

  private static List<String> findings(Adaptation config, int workers) {
    DataFindings target = new DataFindings(List.of(), 10, 10L * 2048 * 1024);
    DataFindings source = new DataFindings(List.of(), 40, 40L * 1914 * 1052);
    List<Finding> findings = new ArrayList<>();
    CostEstimate cost =
        new CostEstimate(config, Optional.of(target), Optional.of(source), 5, 1, workers);
    cost.addDisk(new DiskNeed.Stored(0, 0), 19, Path.of("target"), findings);
    DryRun.Range second = new DryRun.Range(1, 1);
    cost.addTimeAndMemory(new DryRun.Measured(second, second, 0, true), 19, findings);
    return findings.stream().map(Finding::sentence).toList();
  }

  /** A step a second, and a second each for predictions, which two workers halve. */
  @Test
  void workersDividePredictions() {
    Adaptation config =
        (Adaptation)
            ConfigReader.read(
                Path.of("configs/gta5_to_cityscapes/ld.yaml"),
                List.of("schedule.steps=10", "training.rounds=1", "training.steps_per_round=10"),
                Experiment.class);
    String alone = String.join("\n", findings(config, 1));
    String two = String.join("\n", findings(config, 2));
    assertThat(alone)
        .contains("time: about 45 s: 10 steps")
        .contains("parts: training 10 s, labelling 10 s, evaluating 15 s, target statistics 10 s (")
        .doesNotContain("workers: ");
    assertThat(two)
        .contains("time: about 28 s: 10 steps", "workers: 2, of which each takes")
        .contains("parts: training 10 s, labelling 5 s, evaluating 8 s, target statistics 5 s (");
  }

  @Test
  void matchingAndTheLabelsThatItKeepsAreForeseen() {
    String ccm = "configs/gta5_to_cityscapes/ccm.yaml";
    String few = "data.source_images.count=7";
    List<String> found = findings(ccm, few, "training.rounds=1");
    assertThat(found)
        .anyMatch(line -> line.matches("matching: about .* 10 target and filter 7 .*"));
    // A round of 10 target labels and 7 source labels, a byte a pixel.
    assertThat(found.get(0)).contains("takes at most 34 MiB");
    // It predicts 10 target and 7 source images; 5 are evaluated two times.
    assertThat(found).anyMatch(line -> line.contains(" and 27 predictions of "));
    assertThat(findings("configs/gta5_to_cityscapes/ld.yaml"))
        .noneMatch(line -> line.startsWith("matching"));
  }

  @Test
  void logitsThatDistributionsFollowFromAreForeseen() {
    String lrent = "configs/gta5_to_cityscapes/crst_lrent.yaml";
    String mrkld = "configs/gta5_to_cityscapes/crst_mrkld.yaml";
    // Of 10 images a byte a pixel, and two views of 231×116 logits of 19 classes: 39 MiB more.
    assertThat(findings(mrkld, "training.rounds=1").get(0)).contains("takes at most 20 MiB");
    assertThat(findings(lrent, "training.rounds=1").get(0)).contains("takes at most 59 MiB");
  }
}
