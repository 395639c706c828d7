package org.sourcefree.watch;

import java.util.List;
import java.util.Locale;
import org.sourcefree.run.Health;
import org.sourcefree.run.NetworkNames;

/** The health of a network in a sentence or two. */
final class HealthText {
  private static final int SHOWN = 5;
  private static final double DOUBTFUL = 0.5;

  private HealthText() {}

  /**
   * The sentence.
   *
   * @param handedOver whether saved_model is that network
   */
  static String of(Health health, boolean handedOver) {
    if (health.network().equals(health.reference())) {
      return "The network is the one that the config names: nothing was changed.";
    }
    if (health.isCollapsed()) {
      return "%d of %d classes have all but vanished from the predictions of %s (%s): %s."
          .formatted(
              health.vanished().size(),
              health.classes(),
              health.network(),
              list(health.vanished()),
              handedOver ? "do not deploy this network" : "it is not handed over");
    }
    return String.format(
        Locale.ROOT,
        "%s %s the label of %.0f %% of the pixels.",
        least(health),
        isTrained(health) ? "Training changed" : "They changed",
        100 * (1 - health.agreementBefore()));
  }

  private static boolean isTrained(Health health) {
    return health.network().equals(NetworkNames.ADAPTED);
  }

  private static String least(Health health) {
    String before = isTrained(health) ? "before training" : "by " + health.reference();
    double lost = 100 * (1 - Math.min(1, health.leastShare()));
    String name = health.leastClass().orElse("");
    if (health.leastShare() < DOUBTFUL) {
      return String.format(
          Locale.ROOT,
          "No class has vanished, but %s is predicted at %.0f %% fewer pixels than %s: look at its pictures before you deploy this network.",
          name,
          lost,
          before);
    }
    return name.isEmpty() || lost < 0.5
        ? "No sign of collapse: no class is predicted less often than %s.".formatted(before)
        : String.format(
            Locale.ROOT,
            "No sign of collapse: no class is predicted much less often than %s (largest drop: %s, −%.0f %%).",
            before,
            name,
            lost);
  }

  /** Some names and how many more. */
  static String list(List<String> names) {
    int shown = Math.min(SHOWN, names.size());
    String text = String.join(", ", names.subList(0, shown));
    int more = names.size() - shown;
    return more == 0 ? text : "%s and %d more".formatted(text, more);
  }
}
