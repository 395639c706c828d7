package org.sourcefree.data;

import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.view.TrainingView;

/**
 * What training batches are made of. Each epoch visits the images in a new order and drops the last
 * incomplete batch. Every draw follows from the seed, the epoch and the position in it.
 *
 * @param samples at least {@code batchSize}
 * @param labels the samples' labels
 * @param view what training sees of each image
 * @param batchSize N, images
 * @param seed of every draw
 * @param images where the samples' images are read from
 * @param source labelled images of the source domain beside them; none if empty
 */
public record TrainingData(
    List<Sample> samples,
    Labels labels,
    TrainingView view,
    int batchSize,
    long seed,
    Images images,
    Optional<SourceImages> source) {
  /** Of the seed of source images in batches of their own. */
  private static final long APART = 0x6170617274L;

  /** Training data whose image files are decoded anew each time. */
  public TrainingData(
      List<Sample> samples, Labels labels, TrainingView view, int batchSize, long seed) {
    this(samples, labels, view, batchSize, seed, Images.uncached(), Optional.empty());
  }

  /**
   * Checks the counts.
   *
   * @throws InvalidInputException if there are fewer images than a batch needs
   */
  public TrainingData {
    samples = List.copyOf(samples);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch_size must be positive, got " + batchSize);
    }
    requireEnough("batch_size", own(source, batchSize), samples.size() + pooled(source));
    source
        .flatMap(SourceImages::apart)
        .ifPresent(
            each ->
                requireEnough(
                    "source_batches.batch_size", each.batchSize(), source.get().samples().size()));
    source
        .flatMap(SourceImages::perBatch)
        .ifPresent(each -> requireEnough("source_per_batch", each, source.get().samples().size()));
  }

  /** Images of a batch that are drawn from the samples, or from these and the source's together. */
  private static int own(Optional<SourceImages> source, int batchSize) {
    return batchSize - source.flatMap(SourceImages::perBatch).orElse(0);
  }

  /** Source images that are shuffled with the samples. */
  private static int pooled(Optional<SourceImages> source) {
    return source
        .filter(each -> each.perBatch().isEmpty() && each.apart().isEmpty())
        .map(SourceImages::size)
        .orElse(0);
  }

  private static void requireEnough(String key, int wanted, int images) {
    if (wanted < 1) {
      throw new InvalidInputException(
          "batch_size must leave room for target images beside source_per_batch");
    }
    if (images < wanted) {
      throw new InvalidInputException(
          "%s must be at most the number of images, got %d with %d images"
              .formatted(key, wanted, images));
    }
  }

  /** The same images with other labels. */
  public TrainingData with(Labels others) {
    return new TrainingData(samples, others, view, batchSize, seed, images, source);
  }

  /** The same images beside source images. */
  public TrainingData beside(SourceImages others) {
    return new TrainingData(samples, labels, view, batchSize, seed, images, Optional.of(others));
  }

  /** The same images with no source images in their batches. */
  public TrainingData alone() {
    return new TrainingData(samples, labels, view, batchSize, seed, images, Optional.empty());
  }

  /** The source images that come in batches of their own, if they do. */
  public Optional<TrainingData> apart() {
    return source.flatMap(
        each ->
            each.apart()
                .map(
                    own ->
                        new TrainingData(
                            each.samples(),
                            each.labels(),
                            own.view(),
                            own.batchSize(),
                            Seeds.mix(seed, APART),
                            images,
                            Optional.empty())));
  }

  /** Images of a batch that follow the epochs' order; the others have an order of their own. */
  int drawn() {
    return own(source, batchSize);
  }

  /** Images in the epochs' order: the samples, then source images shuffled with them. */
  int pool() {
    return samples.size() + pooled(source);
  }

  /** Batches in an epoch. */
  public int stepsPerEpoch() {
    return pool() / drawn();
  }
}
