package org.sourcefree.data;

import java.util.List;
import java.util.Optional;

/**
 * Labelled images of the source domain that stand beside the target's in a batch.
 *
 * @param perBatch how many in each; if left out they are shuffled with the target's images, and a
 *     batch has as many as happen to come
 */
public record SourceImages(List<Sample> samples, Labels labels, Optional<Integer> perBatch) {

  /** Copies the list. */
  public SourceImages {
    samples = List.copyOf(samples);
  }

  int size() {
    return samples.size();
  }
}
