package org.sourcefree.experiment;

import java.util.Optional;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.workers.Workers;

/** Whether several workers can share a run. */
public final class SharedRun {
  private SharedRun() {}

  /**
   * Checks that they can.
   *
   * @throws org.sourcefree.InvalidInputException if not
   */
  public static void require(TrainingConfig config, Workers workers) {
    if (config.step().isPresent()) {
      workers.requireImages("training.batch_size", config.training().batchSize());
    }
    if (config.training().parts() > 1) {
      workers.requireAlone("a run with training.accumulate");
    }
    if (config.step().flatMap(TrainingSettings::bottleneck).isPresent()) {
      workers.requireAlone("a run with a bottleneck");
    }
    Optional<AdaptationData> own = Adaptation.of(config).map(Adaptation::data);
    own.flatMap(AdaptationData::sourceBatches)
        .ifPresent(
            each -> workers.requireImages("data.source_batches.batch_size", each.batchSize()));
  }
}
