package org.sourcefree.pseudolabel;

import java.util.Optional;
import org.sourcefree.network.Inference;
import org.tensorflow.op.Ops;

/**
 * Which pixels get a pseudo label, as a rule their predicted class: those that lie above a
 * threshold. The others are ignored. A selection says what it ranks pixels by, which thresholds it
 * sets and, in a graph, what lying above them means. Configs name the records listed here; a
 * program adds its own as {@link Own}.
 */
public sealed interface Selection
    permits None,
        Argmax,
        Confidence,
        ClassBalanced,
        NormalisedClassBalanced,
        ReferenceClassBalanced,
        Selection.Own {

  /**
   * A selection that a program defines; no config file names it. A record, as the resolved config
   * of a run shows its components.
   */
  non-sealed interface Own extends Selection {}

  /** Whether there is anything to select; no labelling pass is needed otherwise. */
  default boolean makesLabels() {
    return true;
  }

  /**
   * The thresholds of a round.
   *
   * @param scores the predictions on the whole target set, scored as the graph does
   * @param classes C
   * @param round counted from 0
   */
  Thresholds thresholds(PixelScores scores, int classes, int round);

  /**
   * Builds scores and masks behind an inference graph: by default a pixel is ranked by its log-odds
   * and selected when they lie above its most probable class's threshold.
   */
  default PseudoLabelGraph build(Ops tf, Inference inference) {
    return PseudoLabelGraph.ofPredictedClass(inference);
  }

  /** The distributions that stand for labels, if they do; thresholds are log λ then. */
  default Optional<SoftLabels> distributions() {
    return Optional.empty();
  }

  /** A threshold of the selection as log-odds, by default what it is already. */
  default float logOdds(float threshold) {
    return threshold;
  }
}
