package org.sourcefree.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How a discriminator stands against the network it learns beside, by means over the first and the
 * last tenth of a run's steps.
 *
 * @param name of the discriminator
 * @param source its last loss on source batches, unweighted
 * @param target its last loss on target batches
 * @param before the network's adversarial loss against it at first
 * @param after the same at last
 */
public record DiscriminatorLosses(
    String name, double source, double target, Optional<Double> before, Optional<Double> after) {
  /** What the figures mean; the signs are those of AdaptSeg's author (AdaptSegNet, issue 22). */
  public static final String SIGNS =
      "Means over the first and the last tenth of the steps, unweighted. With cross-entropy a"
          + " discriminator that cannot tell source from target has a mean loss of ln 2 = 0.69 (0.25 with"
          + " least squares); one near 0 has won, and the network hardly learns from it. AdaptSeg's author"
          + " takes 0.2 to 0.5 beside a slowly rising adversarial loss for healthy.";

  private static final String PREFIX = "discriminator.";
  private static final String SOURCE = ".source";
  private static final String TARGET = ".target";
  private static final String ADVERSARIAL = "adversarial";
  private static final int PART = 10;

  /**
   * The discriminators of a run.
   *
   * @param steps losses of each step by name, as metrics.jsonl has them
   */
  public static List<DiscriminatorLosses> of(List<Map<String, Double>> steps) {
    Set<String> names = new LinkedHashSet<>();
    steps.forEach(
        step -> step.keySet().stream().filter(DiscriminatorLosses::isSource).forEach(names::add));
    int part = Math.max(1, steps.size() / PART);
    List<Map<String, Double>> last = steps.subList(Math.max(0, steps.size() - part), steps.size());
    List<Map<String, Double>> first = steps.subList(0, Math.min(part, steps.size()));
    List<DiscriminatorLosses> all = new ArrayList<>();
    for (String key : names) {
      String name = key.substring(PREFIX.length(), key.length() - SOURCE.length());
      all.add(
          new DiscriminatorLosses(
              name,
              mean(last, key).orElse(Double.NaN),
              mean(last, PREFIX + name + TARGET).orElse(Double.NaN),
              adversarial(first, name),
              adversarial(last, name)));
    }
    return all;
  }

  private static boolean isSource(String key) {
    return key.startsWith(PREFIX) && key.endsWith(SOURCE);
  }

  /** Of the only discriminator the loss goes without a name. */
  private static Optional<Double> adversarial(List<Map<String, Double>> steps, String name) {
    OptionalDouble named = mean(steps, ADVERSARIAL + "." + name);
    OptionalDouble mean = named.isPresent() ? named : mean(steps, ADVERSARIAL);
    return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
  }

  private static OptionalDouble mean(List<Map<String, Double>> steps, String key) {
    return steps.stream()
        .map(step -> step.get(key))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
  }

  /** Of both domains. */
  public double mean() {
    return (source + target) / 2;
  }
}
