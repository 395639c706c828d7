package org.sourcefree.data.crop;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One of several factors, equally likely: the reference code's are 0.5, 0.75, 1, 1.25 and 1.5.
 *
 * @param values at least one, positive
 */
public record ChoiceScale(List<Double> values) implements Scale {

  /** Checks the values. */
  public ChoiceScale {
    values = List.copyOf(values);
    if (values.isEmpty() || values.stream().anyMatch(v -> !(v > 0 && Double.isFinite(v)))) {
      throw new IllegalArgumentException("values must be positive, got " + values);
    }
  }

  @Override
  public double draw(RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  @Override
  public double largest() {
    return Collections.max(values);
  }
}
