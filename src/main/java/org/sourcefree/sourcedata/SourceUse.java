package org.sourcefree.sourcedata;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Domain;
import org.sourcefree.data.Labels;
import org.sourcefree.data.SourceImages;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;

/**
 * What a config says of the source domain; nothing, where a method is source-free.
 *
 * @param dataset labelled images
 * @param images which of them a round sees; all if empty
 * @param labels which of their labels a round trains on; all if empty
 * @param perBatch how many of a batch's images are the source's; as many as a common shuffle brings
 *     if empty
 * @param apart the batches of their own that the source's images come in, if they do
 */
public record SourceUse(
    Optional<Dataset> dataset,
    Optional<SourceSelection> images,
    Optional<SourceFilter> labels,
    Optional<Integer> perBatch,
    Optional<SourceImages.Apart> apart) {

  /** Checks that nothing is said of source images that are not there. */
  public SourceUse {
    boolean said =
        images.isPresent() || labels.isPresent() || perBatch.isPresent() || apart.isPresent();
    if (dataset.isEmpty() && said) {
      throw new IllegalArgumentException(
          "source must be there beside source_images, source_labels, source_per_batch and source_batches");
    }
    if (perBatch.isPresent() && apart.isPresent()) {
      throw new IllegalArgumentException(
          "source_per_batch and source_batches must not both be there");
    }
    if (perBatch.isPresent() && perBatch.get() < 1) {
      throw new IllegalArgumentException(
          "source_per_batch must be positive, got " + perBatch.get());
    }
  }

  /** Whether images or labels are chosen by what is predicted of the target. */
  public boolean looksAtTheTarget() {
    return labels.isPresent() || images.filter(SourceSelection::looksAtTheTarget).isPresent();
  }

  /** Images whose labels a round keeps a copy of, at most. */
  public int kept() {
    return kept(
        dataset
            .filter(each -> labels.isPresent() && each.isListed())
            .map(each -> each.samples().size())
            .orElse(0));
  }

  /** The same of so many source images. */
  public int kept(int sources) {
    int all = labels.isPresent() ? sources : 0;
    return images.map(each -> each.most(all)).orElse(all);
  }

  /** The domain with its labels; empty for a source-free method. */
  public Optional<SourceDomain> domain(ClassSet classes, long seed) {
    return dataset.map(
        each ->
            new SourceDomain(
                each.samples(),
                Labels.groundTruth(each, classes),
                images,
                labels,
                perBatch,
                apart,
                seed));
  }

  /**
   * Checks that a run's terms and pseudo labels leave nothing of this without effect.
   *
   * @param terms at least one
   * @param pseudoLabelled whether a round's pass labels the target
   * @throws IllegalArgumentException if they do
   */
  public void check(List<Term> terms, boolean pseudoLabelled) {
    if (looksAtTheTarget() && !pseudoLabelled) {
      throw new IllegalArgumentException(
          "pseudo_labels must not be none, as layout and similar compare with what is labelled");
    }
    if (labels.isPresent() && !new Objective(terms).usesLabels()) {
      throw new IllegalArgumentException(
          "data.source_labels must have a term beside it that reads labels, such as cross_entropy");
    }
    for (Term term : terms) {
      if (dataset.isEmpty() && term.domain().filter(Domain.SOURCE::equals).isPresent()) {
        throw new IllegalArgumentException(
            term.name() + " on the domain source must have data.source beside it");
      }
    }
  }
}
