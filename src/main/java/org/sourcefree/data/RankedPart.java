package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;

/**
 * The images of an adaptation's target that a model is surest of, with the labels that it gives
 * them: the labelled domain of IntraDA's second stage (Pan et al., CVPR 2020). The run ranks the
 * target's images by the mean self-information of what the model predicts; the first of them, the
 * easy ones, are the source, the rest is the target. Ties keep the order of names. No label file is
 * opened.
 *
 * @param model the SavedModel that ranks and labels, one of ours
 * @param proportion λ, in (0, 1): of n images ⌊n·λ⌋ are easy; 0.67 in the authors' code
 * @param classNormaliser whether the self-information of an image counts for (R − r)/R + ½ of
 *     itself, r of the R rare classes of Cityscapes being predicted in it; not if left out
 */
public record RankedPart(Path model, double proportion, Optional<Boolean> classNormaliser)
    implements Dataset {

  /** Checks the proportion. */
  public RankedPart {
    if (!(proportion > 0 && proportion < 1)) {
      throw new IllegalArgumentException("proportion must be in (0, 1), got " + proportion);
    }
  }

  /** The dataset as one that is ranked; empty if it is another. */
  public static Optional<RankedPart> of(Optional<Dataset> dataset) {
    return dataset.filter(RankedPart.class::isInstance).map(RankedPart.class::cast);
  }

  @Override
  public boolean isListed() {
    return false;
  }

  @Override
  public List<Sample> samples() {
    throw new InvalidInputException(
        "ranked_part must be the source of an adaptation, whose target it is a part of");
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return List.of();
  }
}
