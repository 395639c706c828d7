package org.sourcefree.experiment;

import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.Progress;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Batches;
import org.sourcefree.data.SourceImages;
import org.sourcefree.data.TrainingData;
import org.sourcefree.patches.PatchModes;
import org.sourcefree.sourcedata.SourceDomain;
import org.sourcefree.training.TrainingSettings;

/** Finds the kinds of patches of a run that tells them apart, on its first source batches. */
final class PatchKinds {
  private PatchKinds() {}

  /**
   * The kinds' centres, [K, 4·C]; empty for a run that has none.
   *
   * @throws org.sourcefree.StoppedException if the run is asked to end
   */
  static Optional<float[][]> of(TrainingConfig config, RunParts parts) {
    return config
        .step()
        .flatMap(TrainingSettings::patchModes)
        .map(modes -> centres(modes, source(config, parts), parts));
  }

  private static TrainingData source(TrainingConfig config, RunParts parts) {
    SourceDomain source =
        Adaptation.of(config)
            .flatMap(
                each ->
                    each.data().sourceUse().domain(parts.model().model().classes(), each.seed()))
            .orElseThrow();
    SourceImages all =
        new SourceImages(source.samples(), source.labels(), source.perBatch(), source.apart());
    return parts.data().beside(all).apart().orElseThrow();
  }

  private static float[][] centres(PatchModes modes, TrainingData source, RunParts parts) {
    int batches = (modes.viewed() - 1) / source.batchSize() + 1;
    try (Progress.Task task = parts.hooks().progress().start("kinds of patches", batches, 0);
        Batches loaded = new Batches(source, 0)) {
      Stream<Batch> viewed =
          Stream.iterate(1, number -> number <= batches, number -> number + 1)
              .map(
                  number -> {
                    parts.hooks().stop().check();
                    task.advance(number, "");
                    return loaded.next();
                  });
      return modes.centres(viewed, parts.classes().size(), source.seed());
    }
  }
}
