package org.sourcefree.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run came to, for people.
 *
 * @param sentence what was measured and which network is handed over
 * @param health what is known of that network without labels
 * @param savedModel name of the network that saved_model/ is
 * @param better the network that scores higher than it, if one was measured
 * @param against what the changes below are against
 * @param gained classes that gained most IoU, points, the largest first
 * @param lost classes that lost most, points, the largest first
 * @param next commands to go on with
 */
public record Verdict(
    String sentence,
    String health,
    String savedModel,
    Optional<String> better,
    Optional<String> against,
    Map<String, Double> gained,
    Map<String, Double> lost,
    List<String> next) {

  /** The classes that changed most, in a sentence; empty where nothing was compared. */
  public Optional<String> changes() {
    List<String> changes = new ArrayList<>();
    if (!gained.isEmpty()) {
      changes.add("gained most: " + points(gained));
    }
    if (!lost.isEmpty()) {
      changes.add("lost most: " + points(lost));
    }
    return against
        .filter(name -> !changes.isEmpty())
        .map(name -> "IoU against %s, points; %s.".formatted(name, String.join("; ", changes)));
  }

  private static String points(Map<String, Double> changes) {
    return changes.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %+.1f", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "))
        .replace(" -", " −");
  }
}
