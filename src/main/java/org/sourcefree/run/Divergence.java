package org.sourcefree.run;

import java.util.List;

/**
 * A restoration after training had diverged; a line of divergences.jsonl.
 *
 * @param step that diverged, counted from 0
 * @param reason as a run that stops would say it
 * @param restored steps of the state that training resumed from
 * @param learningRateFactor on the schedule's rate from there on
 */
public record Divergence(long step, String reason, long restored, double learningRateFactor) {
  /** How many times a run is restored after training has diverged. */
  public static final int MOST = 3;

  private static final double LOWERED = 0.5;

  /** The next restoration after earlier ones. */
  public static Divergence after(
      List<Divergence> earlier, long step, String reason, long restored) {
    return new Divergence(step, reason, restored, Math.pow(LOWERED, earlier.size() + 1));
  }

  /** What the schedule's rate at a step is multiplied by. */
  public static double factorAt(List<Divergence> divergences, long step) {
    return divergences.stream()
        .filter(each -> each.restored() <= step)
        .mapToDouble(Divergence::learningRateFactor)
        .min()
        .orElse(1);
  }

  /** One line for people. */
  public String sentence(int count) {
    return "%s: resumed from the state after %d steps with %s times the scheduled learning rate (restoration %d of %d)"
        .formatted(reason, restored, learningRateFactor, count, MOST);
  }
}
