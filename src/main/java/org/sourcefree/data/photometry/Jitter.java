package org.sourcefree.data.photometry;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How one change of an image is drawn: whether it happens, and how strong it is, uniform between
 * two values.
 *
 * @param min finite
 * @param max at least {@code min}
 * @param probability that an image is changed, 0 to 1
 */
public record Jitter(double min, double max, double probability) {

  /** Checks the ranges. */
  public Jitter {
    if (!Double.isFinite(min)) {
      throw new IllegalArgumentException("min must be finite, got " + min);
    }
    if (!(max >= min && Double.isFinite(max))) {
      throw new IllegalArgumentException(
          "max must be at least min (%s), got %s".formatted(min, max));
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be 0 to 1, got " + probability);
    }
  }

  /** The strength for an image; empty if it stays as it is. */
  Optional<Double> draw(RandomGenerator random) {
    return random.nextDouble() < probability ? Optional.of(value(random)) : Optional.empty();
  }

  /** A value between the two. */
  double value(RandomGenerator random) {
    return min + (max - min) * random.nextDouble();
  }

  void requireWithin(String name, double least, double most) {
    if (min < least || max > most) {
      throw new IllegalArgumentException(
          "%s must lie within %s to %s, got %s to %s".formatted(name, least, most, min, max));
    }
  }
}
