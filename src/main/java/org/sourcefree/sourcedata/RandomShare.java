package org.sourcefree.sourcedata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.sourcefree.data.Sample;
import org.sourcefree.data.Seeds;

/**
 * A random part of the source images, ⌊σ·n⌋ of n, drawn anew in every round without repetition
 * (CBST, CRST).
 *
 * @param proportion σ of the first round, in (0, 1]; 0.03 in CRST's code
 * @param proportionGrowth what σ grows by each round, at least 0; 0.0025 there, 0 if left out
 * @param proportionLimit the largest σ; 0.06 there, 1 if left out
 */
public record RandomShare(
    double proportion, Optional<Double> proportionGrowth, Optional<Double> proportionLimit)
    implements SourceSelection {
  private static final long STREAM = 0x72616e646f6d73L;

  /** Checks the proportions. */
  public RandomShare {
    requireShare("proportion", proportion);
    proportionLimit.ifPresent(limit -> requireShare("proportion_limit", limit));
    if (!(proportionGrowth.orElse(0.0) >= 0 && proportionGrowth.orElse(0.0) < 1)) {
      throw new IllegalArgumentException(
          "proportion_growth must be in [0, 1), got " + proportionGrowth.get());
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException("%s must be in (0, 1], got %s".formatted(name, value));
    }
  }

  /** σ of a round, counted from 0. */
  public double proportionAt(int round) {
    return Math.min(proportionLimit.orElse(1.0), proportion + round * proportionGrowth.orElse(0.0));
  }

  @Override
  public int most(int source) {
    return (int) Math.ceil(source * proportionLimit.orElse(1.0));
  }

  /** At least one image, where there is one. */
  @Override
  public List<Sample> draw(List<Sample> source, int round, long seed) {
    // A product that rounds to just below a whole number means that number.
    int count = (int) Math.floor(source.size() * proportionAt(round) * (1 + 1e-12));
    List<Integer> order = new ArrayList<>(IntStream.range(0, source.size()).boxed().toList());
    Collections.shuffle(order, new Random(Seeds.mix(seed ^ STREAM, round)));
    return order.subList(0, Math.min(source.size(), Math.max(1, count))).stream()
        .sorted(Comparator.naturalOrder())
        .map(source::get)
        .toList();
  }
}
