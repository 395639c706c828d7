package org.sourcefree.data.view;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Factors on the size of images alone, whose labels keep theirs.
 *
 * @param values factors, positive; 0.8, 1 and 1.1 in CLAN's code
 * @param shares how often each is drawn, positive, together 1; 0.3, 0.4 and 0.3 in CLAN's code
 */
public record ImageScale(List<Double> values, List<Double> shares) {
  private static final double ROUNDING = 1e-9;
  private static final double LARGEST = 10;

  /** Checks both lists. */
  public ImageScale {
    values = List.copyOf(values);
    shares = List.copyOf(shares);
    if (values.isEmpty() || values.stream().anyMatch(v -> !(v > 0 && v <= LARGEST))) {
      throw new IllegalArgumentException("values must be in (0, 10], got " + values);
    }
    double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
    if (shares.size() != values.size()
        || shares.stream().anyMatch(share -> !(share > 0))
        || !(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          "shares must be positive, as many as values, with the sum 1, got " + shares);
    }
  }

  /** One factor for every image. */
  static ImageScale of(double value) {
    return new ImageScale(List.of(value), List.of(1.0));
  }

  /** Draws one factor; nothing is drawn where there is but one. */
  double draw(RandomGenerator random) {
    if (values.size() == 1) {
      return values.get(0);
    }
    double left = random.nextDouble();
    int i = 0;
    while (i < values.size() - 1 && left >= shares.get(i)) {
      left -= shares.get(i++);
    }
    return values.get(i);
  }

  /** The largest factor. */
  double largest() {
    return Collections.max(values);
  }
}
