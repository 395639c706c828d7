package org.sourcefree.data;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.view.TrainingView;

/**
 * Labelled images of the source domain that stand beside the target's.
 *
 * @param perBatch how many in each batch of both; if left out they are shuffled with the target's
 *     images, and a batch has as many as happen to come
 * @param apart the batches of their own that they come in, if they do
 */
public record SourceImages(
    List<Sample> samples, Labels labels, Optional<Integer> perBatch, Optional<Apart> apart) {

  /**
   * Batches of source images alone.
   *
   * @param batchSize images
   * @param view what training sees of each image
   */
  public record Apart(int batchSize, TrainingView view) {}

  /** Copies the list. */
  public SourceImages {
    samples = List.copyOf(samples);
  }

  /** Images that come in the target's batches. */
  public SourceImages(List<Sample> samples, Labels labels, Optional<Integer> perBatch) {
    this(samples, labels, perBatch, Optional.empty());
  }

  int size() {
    return samples.size();
  }
}
