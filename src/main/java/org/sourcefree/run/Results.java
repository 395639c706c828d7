package org.sourcefree.run;

import java.util.List;
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
 * @param verdict what the run came to; once it has ended
 * @param health of the network at its end, told without labels
 * @param candidates the networks it met, in order
 */
public record Results(
    Optional<Scores> before,
    Optional<Scores> targetStatistics,
    Optional<Scores> after,
    double seconds,
    double evaluationSeconds,
    Optional<Best> best,
    Optional<Verdict> verdict,
    Optional<Health> health,
    Optional<List<CandidateScores>> candidates) {

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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The trained model's scores; empty of a run that took no step, whose end is its beginning. */
  public Optional<Scores> trained() {
    boolean untrained =
        candidates
            .filter(met -> met.stream().noneMatch(each -> each.name().equals(NetworkNames.ADAPTED)))
            .isPresent();
    return untrained ? Optional.empty() : after;
  }

  public Results withBefore(Scores scores) {
    return with(Optional.of(scores), targetStatistics, after, best);
  }

  public Results withTargetStatistics(Scores scores) {
    return with(before, Optional.of(scores), after, best);
  }

  public Results withAfter(Optional<Scores> scores) {
    return with(before, targetStatistics, scores, best);
  }

  public Results withBest(Best chosen) {
    return with(before, targetStatistics, after, Optional.of(chosen));
  }

  /** What is known once a run has ended. */
  public Results withEnd(
      Verdict said, Optional<Health> healthOfLast, List<CandidateScores> networks) {
    return new Results(
        before,
        targetStatistics,
        after,
        seconds,
        evaluationSeconds,
        best,
        Optional.of(said),
        healthOfLast,
        Optional.of(List.copyOf(networks)));
  }

  Results withSeconds(double whole, double evaluation) {
    return new Results(
        before, targetStatistics, after, whole, evaluation, best, verdict, health, candidates);
  }

  private Results with(
      Optional<Scores> first,
      Optional<Scores> statistics,
      Optional<Scores> last,
      Optional<Best> chosen) {
    return new Results(
        first, statistics, last, seconds, evaluationSeconds, chosen, verdict, health, candidates);
  }
}
