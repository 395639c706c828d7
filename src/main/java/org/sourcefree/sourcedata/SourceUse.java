package org.sourcefree.sourcedata;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Domain;
import org.sourcefree.data.Labels;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.objective.Uniformity;

/**
 * What a config says of the source domain; nothing, where a method is source-free.
 *
 * @param dataset labelled images
 * @param images which of them a round sees; all if empty
 * @param labels which of their labels a round trains on; all if empty
 * @param perBatch how many of a batch's images are the source's; as many as a common shuffle brings
 *     if empty
 */
public record SourceUse(
    Optional<Dataset> dataset,
    Optional<SourceSelection> images,
    Optional<SourceFilter> labels,
    Optional<Integer> perBatch) {

  /** Checks that nothing is said of source images that are not there. */
  public SourceUse {
    boolean said = images.isPresent() || labels.isPresent() || perBatch.isPresent();
    if (dataset.isEmpty() && said) {
      throw new IllegalArgumentException(
          "source must be there beside source_images, source_labels and source_per_batch");
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
                each.samples(), Labels.groundTruth(each, classes), images, labels, perBatch, seed));
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
    if (dataset.isEmpty() && terms.stream().anyMatch(SourceUse::looksAtTheSource)) {
      throw new IllegalArgumentException(
          "uniformity on the domain source must have data.source beside it");
    }
  }

  private static boolean looksAtTheSource(Term term) {
    return term instanceof Uniformity uniformity
        && uniformity.domain().filter(Domain.SOURCE::equals).isPresent();
  }
}
