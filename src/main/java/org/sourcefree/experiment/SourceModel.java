package org.sourcefree.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.sourcefree.Progress;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.PartialStatistics;
import org.sourcefree.run.ExampleImages;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.Validation;
import org.sourcefree.training.TargetStatistics;
import org.sourcefree.watch.MetNetworks;

/**
 * The source model, before the first step: its scores, target statistics, and its scores with
 * those.
 *
 * @param validation for what training starts from
 * @param networks where it is noted, before and after
 * @param evaluation of a model, empty if there are no labelled images
 */
record SourceModel(
    Adaptation config,
    RunParts parts,
    Validation validation,
    MetNetworks networks,
    Function<ModelSession, Optional<Measurement>> evaluation) {

  /**
   * Prepares it for training.
   *
   * @param measures whether it is measured
   */
  void prepare(boolean measures) {
    boolean statistics = config.batchNorm().targetStatistics();
    if (measures) {
      measure(!statistics);
    }
    networks.sourceOnly();
    if (statistics) {
      estimateStatistics();
      networks.targetStatistics();
      new ExampleImages(config.data().shown(), parts.views(), parts.model().model().classes())
          .keepTargetStatistics(parts.folder().path(), parts.model());
      if (measures) {
        measureWithStatistics();
      }
    }
  }

  /**
   * Measures the source model.
   *
   * @param starts whether training starts from it
   */
  private void measure(boolean starts) {
    RunFolder folder = parts.folder();
    Optional<Measurement> before =
        starts
            ? validation.measure(parts.model(), 0)
            : folder.measuring(() -> evaluation.apply(parts.model()));
    before
        .map(Measurement::scores)
        .ifPresent(
            scores -> {
              parts.hooks().listener().sourceOnly(scores);
              folder.writeResults(folder.results().withBefore(scores));
            });
  }

  private void estimateStatistics() {
    Optional<PartialStatistics> part = config.batchNorm().partialStatistics();
    int images = part.map(PartialStatistics::images).orElse(parts.samples().size());
    Pool pool = parts.chief().statistics();
    try (Progress.Task task = parts.hooks().pass().start("target statistics", images, 0)) {
      IntConsumer progress = done -> task.advance(done, "");
      estimateStatistics(config, parts.model(), parts.samples(), parts.views(), pool, progress);
    }
  }

  /**
   * Moves the model's running averages to the target's, in whole or in part.
   *
   * @param progress told the number of images seen so far
   */
  static void estimateStatistics(
      Adaptation config,
      ModelSession model,
      List<Sample> samples,
      ViewReader views,
      Pool pool,
      IntConsumer progress) {
    TargetStatistics statistics =
        new TargetStatistics(model.graph(), model.session(), model.variables(), model.model());
    Optional<PartialStatistics> part = config.batchNorm().partialStatistics();
    if (part.isPresent()) {
      statistics.moveInPart(samples, views, part.get(), config.seed(), pool, progress);
    } else {
      statistics.estimate(samples, views, config.training().batchSize(), pool, progress);
    }
  }

  private void measureWithStatistics() {
    RunFolder folder = parts.folder();
    validation
        .measure(parts.model(), 0)
        .map(Measurement::scores)
        .ifPresent(scores -> folder.writeResults(folder.results().withTargetStatistics(scores)));
  }
}
