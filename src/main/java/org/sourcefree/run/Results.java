package org.sourcefree.run;

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
 * @param best of the models measured while it trained, in best/
 */
public record Results(
    Optional<Scores> before,
    Optional<Scores> targetStatistics,
    Optional<Scores> after,
    double seconds,
    double evaluationSeconds,
    Optional<Best> best) {

  /**
   * The model with the highest mIoU.
   *
   * @param step gradient steps taken
   * @param note what choosing it took
   */
  public record Best(long step, Scores scores, String note) {}

  /** Nothing measured yet. */
  public static Results none() {
    return new Results(
        Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, Optional.empty());
  }

  public Results withBefore(Scores scores) {
    return new Results(
        Optional.of(scores), targetStatistics, after, seconds, evaluationSeconds, best);
  }

  public Results withTargetStatistics(Scores scores) {
    return new Results(before, Optional.of(scores), after, seconds, evaluationSeconds, best);
  }

  public Results withAfter(Optional<Scores> scores) {
    return new Results(before, targetStatistics, scores, seconds, evaluationSeconds, best);
  }

  public Results withBest(Best chosen) {
    return new Results(
        before, targetStatistics, after, seconds, evaluationSeconds, Optional.of(chosen));
  }

  Results withSeconds(double whole, double evaluation) {
    return new Results(before, targetStatistics, after, whole, evaluation, best);
  }
}
