package org.sourcefree.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.model.ModelSession;
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
      DryRun.Measured measured = new DryRun(config, 0).run(session);
      assertThat(measured.fits()).isFalse();
      assertThat(measured.memory()).isPositive();
      new CostEstimate(config, Optional.empty(), 0, 1).addTimeAndMemory(measured, findings);
    }
    assertThat(findings)
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Finding.Severity.WARNING);
    assertThat(findings.get(0).sentence()).contains("1 × 128×128 would need about", "not tried");
  }
}
