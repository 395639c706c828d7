package org.sourcefree.sourcedata;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.SourceImages;

/**
 * The source domain of an adaptation that is not source-free.
 *
 * @param samples all its images
 * @param labels their labels
 * @param selection which of them a round sees; all if empty
 * @param perBatch how many of a batch's images are the source's; as many as a common shuffle brings
 *     if empty
 * @param seed of the run
 */
public record SourceDomain(
    List<Sample> samples,
    Labels labels,
    Optional<SourceSelection> selection,
    Optional<Integer> perBatch,
    long seed) {

  /** Copies the list. */
  public SourceDomain {
    samples = List.copyOf(samples);
  }

  /** What stands beside the target images in a round, counted from 0. */
  public SourceImages ofRound(int round) {
    List<Sample> chosen = selection.map(each -> each.choose(samples, round, seed)).orElse(samples);
    return new SourceImages(chosen, labels, perBatch);
  }
}
