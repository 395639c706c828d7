package org.sourcefree.network;

import java.util.Optional;

/**
 * How batch norm behaves while training and labelling.
 *
 * @param statistics what normalises a training batch
 * @param scaleAndShift which layers' scale and shift are trained
 * @param momentum weight of a batch in the running averages, in [0, 1]; 0.1 in PyTorch; unused with
 *     frozen statistics alone
 * @param targetStatistics whether the running averages are re-estimated on target images before the
 *     first labelling pass
 * @param partialStatistics how far that goes; all the way if not said
 * @param labellingStatistics what normalises an image of a labelling pass, the running averages if
 *     not said
 * @param synchronised whether the statistics of a batch that several workers share are those of the
 *     whole batch; otherwise each normalises its part with that part's own, and the chief's running
 *     averages are kept; yes if left out
 */
public record BatchNorm(
    Statistics statistics,
    ScaleAndShift scaleAndShift,
    double momentum,
    boolean targetStatistics,
    Optional<PartialStatistics> partialStatistics,
    Optional<LabellingStatistics> labellingStatistics,
    Optional<Boolean> synchronised) {

  /** What normalises a training batch. */
  public enum Statistics {
    /** The batch's own mean and variance; the running averages follow. */
    BATCH,
    /** The running averages, which stay as they are. */
    FROZEN
  }

  /** Which layers' scale and shift are trained. */
  public enum ScaleAndShift {
    /** None, as in DeepLab code. */
    FROZEN,
    /** Those of the projection shortcuts, as in the reference code (by accident). */
    SHORTCUT,
    /** All, for pretraining from nothing. */
    ALL
  }

  /** What normalises an image of a labelling pass. */
  public enum LabellingStatistics {
    /** The running averages, which stay as they are. */
    RUNNING,
    /** The image's own mean and variance; the running averages follow, as in the authors' code. */
    BATCH
  }

  /** Synchronised. */
  public BatchNorm(
      Statistics statistics,
      ScaleAndShift scaleAndShift,
      double momentum,
      boolean targetStatistics,
      Optional<PartialStatistics> partialStatistics,
      Optional<LabellingStatistics> labellingStatistics) {
    this(
        statistics,
        scaleAndShift,
        momentum,
        targetStatistics,
        partialStatistics,
        labellingStatistics,
        Optional.empty());
  }

  /** Checks the settings. */
  public BatchNorm {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1], got " + momentum);
    }
    if (partialStatistics.isPresent() && !targetStatistics) {
      throw new IllegalArgumentException(
          "partial_statistics must have target_statistics: true beside it");
    }
  }

  /** Whether a training batch is normalised with its own statistics. */
  public boolean usesBatchStatistics() {
    return statistics == Statistics.BATCH;
  }

  /** Whether a batch's statistics are those of all workers' images. */
  public boolean isSynchronised() {
    return synchronised.orElse(true);
  }

  /** Whether an image of a labelling pass is normalised with its own statistics. */
  public boolean labelsWithBatchStatistics() {
    return labellingStatistics.filter(LabellingStatistics.BATCH::equals).isPresent();
  }

  /** The same with the running averages left as the model has them. */
  public BatchNorm withoutTargetStatistics() {
    return new BatchNorm(
        statistics,
        scaleAndShift,
        momentum,
        false,
        Optional.empty(),
        labellingStatistics,
        synchronised);
  }
}
