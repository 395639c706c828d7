package org.sourcefree.network;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A classifier beside the network's own, of the same form: the sum of 3×3 convolutions with bias of
 * different dilations.
 *
 * @param name by which terms and discriminators ask for its prediction; the network's own is main
 * @param afterStage whose output it reads, from 1 to 4
 * @param atrousRates dilation of each branch, pixels of the features, at least 1
 * @param predicts whether its scores are added to the main head's wherever the model predicts; they
 *     are not if left out, and the model is exported without it
 */
public record Head(
    String name, int afterStage, List<Integer> atrousRates, Optional<Boolean> predicts) {
  /** The name of the network's own. */
  public static final String MAIN = "main";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Checks the settings. */
  public Head {
    atrousRates = List.copyOf(atrousRates);
    if (!NAME.matcher(name).matches() || name.equals(MAIN)) {
      throw new IllegalArgumentException(
          "name must be of small letters, digits and _, and not main, got " + name);
    }
    if (afterStage < 1 || afterStage > 4) {
      throw new IllegalArgumentException("after_stage must be from 1 to 4, got " + afterStage);
    }
    if (atrousRates.isEmpty() || atrousRates.stream().anyMatch(rate -> rate < 1)) {
      throw new IllegalArgumentException("atrous_rates must be positive, got " + atrousRates);
    }
  }

  /** Whether its scores are added to the main head's. */
  public boolean isSummed() {
    return predicts.orElse(false);
  }
}
