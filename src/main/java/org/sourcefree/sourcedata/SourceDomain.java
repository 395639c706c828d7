package org.sourcefree.sourcedata;

import java.nio.file.Path;
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
 * @param filter which of their labels; all if empty
 * @param perBatch how many of a batch's images are the source's; as many as a common shuffle brings
 *     if empty
 * @param apart the batches of their own that its images come in, if they do
 * @param seed of the run
 */
public record SourceDomain(
    List<Sample> samples,
    Labels labels,
    Optional<SourceSelection> selection,
    Optional<SourceFilter> filter,
    Optional<Integer> perBatch,
    Optional<SourceImages.Apart> apart,
    long seed) {

  /** Copies the list. */
  public SourceDomain {
    samples = List.copyOf(samples);
  }

  /** Whether images or labels are chosen by what is predicted of the target. */
  public boolean looksAtTheTarget() {
    return filter.isPresent() || layout().isPresent();
  }

  /** How images are chosen by layout, if they are. */
  Optional<Layout> layout() {
    return selection.filter(Layout.class::isInstance).map(Layout.class::cast);
  }

  /** The images that a round, counted from 0, chooses from. */
  List<Sample> drawn(int round) {
    return selection.map(each -> each.draw(samples, round, seed)).orElse(samples);
  }

  /**
   * What stands beside the target images in a round.
   *
   * @param round counted from 0
   * @param folder where {@link SourceMatching} has written its choice, if the round looks at the
   *     target
   */
  public SourceImages ofRound(int round, Path folder) {
    if (!looksAtTheTarget()) {
      return new SourceImages(drawn(round), labels, perBatch, apart);
    }
    List<Sample> chosen = SourceChoice.read(folder).of(samples);
    Labels kept = filter.isPresent() ? SourceChoice.labels(folder) : labels;
    return new SourceImages(chosen, kept, perBatch, apart);
  }
}
