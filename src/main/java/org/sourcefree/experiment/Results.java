package org.sourcefree.experiment;

import java.util.Optional;
import org.sourcefree.evaluation.Scores;

/**
 * What a run measured, in percent; results.json.
 *
 * @param before the source model
 * @param targetStatistics the source model with batch norm's running averages re-estimated on
 *     target images
 * @param after the trained model
 * @param seconds wall time of the whole run
 * @param evaluationSeconds its part that measured models on labelled images
 */
public record Results(
    Optional<Scores> before,
    Optional<Scores> targetStatistics,
    Optional<Scores> after,
    double seconds,
    double evaluationSeconds) {

  /** Nothing measured yet. */
  static Results none() {
    return new Results(Optional.empty(), Optional.empty(), Optional.empty(), 0, 0);
  }

  Results withBefore(Scores scores) {
    return new Results(Optional.of(scores), targetStatistics, after, seconds, evaluationSeconds);
  }

  Results withTargetStatistics(Scores scores) {
    return new Results(before, Optional.of(scores), after, seconds, evaluationSeconds);
  }

  Results withAfter(Optional<Scores> scores) {
    return new Results(before, targetStatistics, scores, seconds, evaluationSeconds);
  }

  Results withSeconds(double whole, double evaluation) {
    return new Results(before, targetStatistics, after, whole, evaluation);
  }
}
