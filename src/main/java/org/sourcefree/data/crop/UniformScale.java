package org.sourcefree.data.crop;

import java.util.random.RandomGenerator;

/**
 * Uniform between two factors: the paper's is [0.5, 1.5].
 *
 * @param min positive
 * @param max at least {@code min}
 */
public record UniformScale(double min, double max) implements Scale {

  /** Checks the ranges. */
  public UniformScale {
    if (!(min > 0 && Double.isFinite(min))) {
      throw new IllegalArgumentException("min must be positive, got " + min);
    }
    if (!(max >= min && Double.isFinite(max))) {
      throw new IllegalArgumentException(
          "max must be at least min (%s), got %s".formatted(min, max));
    }
  }

  @Override
  public double draw(RandomGenerator random) {
    return min + (max - min) * random.nextDouble();
  }

  @Override
  public double largest() {
    return max;
  }
}
