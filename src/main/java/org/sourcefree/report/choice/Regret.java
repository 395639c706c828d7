package org.sourcefree.report.choice;

import java.util.Comparator;
import java.util.List;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.NetworkNames;

/**
 * What a choice costs in one run, mIoU points.
 *
 * @param regret the best network's mIoU minus the chosen one's, at least 0
 * @param loss the better of source only and target statistics minus the chosen one; negative where
 *     the chosen one is better than both
 */
public record Regret(double regret, double loss) {
  private static final List<String> UNTRAINED =
      List.of(NetworkNames.SOURCE_ONLY, NetworkNames.TARGET_STATISTICS);

  /** A way to choose, see {@code training.keep}. */
  public interface Rule {
    /** How the rule rates a network; the highest is chosen. */
    double rate(CandidateScores network);

    /** Whether it may choose the network at all. */
    default boolean admits(CandidateScores network) {
      return true;
    }
  }

  /**
   * The regret of a rule.
   *
   * @param networks of one run, each measured, in the order they were met
   */
  public static Regret of(Rule rule, List<CandidateScores> networks) {
    double chosen =
        networks.stream()
            .filter(rule::admits)
            .max(Comparator.comparingDouble(rule::rate))
            .map(Regret::miou)
            .orElseThrow();
    double best = networks.stream().mapToDouble(Regret::miou).max().orElseThrow();
    double untrained =
        networks.stream()
            .filter(Regret::isUntrained)
            .mapToDouble(Regret::miou)
            .max()
            .orElse(chosen);
    return new Regret(best - chosen, untrained - chosen);
  }

  static boolean isUntrained(CandidateScores network) {
    return UNTRAINED.contains(network.name());
  }

  private static double miou(CandidateScores network) {
    return network.miou().orElseThrow();
  }
}
