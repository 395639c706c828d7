package org.sourcefree.data;

import java.util.List;
import org.sourcefree.InvalidInputException;

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
 */
public record TrainingData(
    List<Sample> samples,
    Labels labels,
    TrainingView view,
    int batchSize,
    long seed,
    Images images) {

  /** Training data whose image files are decoded anew each time. */
  public TrainingData(
      List<Sample> samples, Labels labels, TrainingView view, int batchSize, long seed) {
    this(samples, labels, view, batchSize, seed, Images.uncached());
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
    if (samples.size() < batchSize) {
      throw new InvalidInputException(
          "batch_size must be at most the number of images, got %d with %d images"
              .formatted(batchSize, samples.size()));
    }
  }

  /** The same images with other labels. */
  public TrainingData with(Labels others) {
    return new TrainingData(samples, others, view, batchSize, seed, images);
  }

  /** Batches in an epoch. */
  public int stepsPerEpoch() {
    return samples.size() / batchSize;
  }
}
