package org.sourcefree.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that a run met and might have handed over, by what it predicts on the watched target
 * images, none of which needs a label.
 *
 * @param name e.g. {@code target statistics} or {@code round 1}
 * @param step gradient steps taken
 * @param savedModel where it is kept, below the run folder; empty for one that is not
 * @param entropy mean over all pixels of the entropy of p, nats
 * @param agreementBefore positions labelled as by the network that training started from, 0 to 1
 * @param leastShare of the share that a class had there, the least that one kept; classes below one
 *     pixel in a thousand do not count
 * @param vanished classes that kept less than a tenth
 * @param shares pixels predicted as each class, of all, by name, 0 to 1
 * @param scores by the kind of {@code training.keep}, the higher the better
 * @param miou percent, if it was measured
 */
public record CandidateScores(
    String name,
    long step,
    Optional<String> savedModel,
    double entropy,
    double agreementBefore,
    double leastShare,
    List<String> vanished,
    Map<String, Double> shares,
    Map<String, Double> scores,
    Optional<Double> miou) {

  /** The same with an mIoU measured elsewhere, if it has none of its own. */
  public CandidateScores orMiou(Optional<Double> elsewhere) {
    return new CandidateScores(
        name,
        step,
        savedModel,
        entropy,
        agreementBefore,
        leastShare,
        vanished,
        shares,
        scores,
        miou.or(() -> elsewhere));
  }
}
