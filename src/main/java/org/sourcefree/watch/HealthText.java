package org.sourcefree.watch;

import java.util.List;
import java.util.Locale;
import org.sourcefree.run.Health;

/** The health of a network in a sentence or two. */
final class HealthText {
  private static final int SHOWN = 5;
  private static final double DOUBTFUL = 0.5;

  private HealthText() {}

  static String of(Health health) {
    if (health.network().equals(health.reference())) {
      return "%s is the network that changes are measured against; its health is that of the source model."
          .formatted(sentence(health.network()));
    }
    if (health.isCollapsed()) {
      return "%d of %d classes have all but vanished from the predictions of %s (%s): do not deploy this network."
          .formatted(
              health.vanished().size(),
              health.classes(),
              health.network(),
              list(health.vanished()));
    }
    String least = health.leastClass().map(name -> least(health, name)).orElse("");
    String rest =
        String.format(
            Locale.ROOT,
            "%.0f %% of the pixels are labelled as by %s, mean entropy %.2f → %.2f nats.",
            100 * health.agreementBefore(),
            health.reference(),
            health.entropyBefore(),
            health.entropy());
    return least + rest;
  }

  private static String least(Health health, String name) {
    if (health.leastShare() < DOUBTFUL) {
      return String.format(
          Locale.ROOT,
          "No class has vanished from the predictions of %s, but %s kept only %.0f %% of its pixels: look at its pictures before you deploy this network. ",
          health.network(),
          name,
          100 * health.leastShare());
    }
    return String.format(
        Locale.ROOT,
        "No sign of collapse in %s: every class kept at least %.0f %% of its pixels (least: %s). ",
        health.network(),
        Math.floor(100 * Math.min(1, health.leastShare())),
        name);
  }

  /** Some names and how many more. */
  static String list(List<String> names) {
    int shown = Math.min(SHOWN, names.size());
    String text = String.join(", ", names.subList(0, shown));
    int more = names.size() - shown;
    return more == 0 ? text : "%s and %d more".formatted(text, more);
  }

  static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
