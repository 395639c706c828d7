package org.sourcefree.sourcedata;

import org.sourcefree.image.LabelMap;
import org.sourcefree.matching.ClassPool;
import org.sourcefree.matching.ClassVectors;
import org.sourcefree.pseudolabel.LogitMap;

/** Which labels of a source image a round trains on. */
public sealed interface SourceFilter permits Similar {

  /** Where the target's class vectors are gathered. */
  ClassPool pool(int classes);

  /** Whether labels of a class stay that was never selected on the target. */
  boolean keepsUnmatched();

  /**
   * The labels that are kept, else 255. Safe for use by several threads.
   *
   * @param logits the image's prediction
   * @param labels its true labels, train ids
   * @param vectors of the target
   */
  LabelMap filter(LogitMap logits, LabelMap labels, ClassVectors vectors);
}
