package org.sourcefree.matching;

import java.util.List;

/**
 * What the selected pixels of each class are predicted as on average, Li et al. 2020.
 *
 * @param means a distribution for each class, C values each; zeros for a class never selected
 * @param counts selected pixels of each class
 */
public record ClassVectors(List<List<Double>> means, List<Long> counts) {

  /** Copies the lists and checks that they fit. */
  public ClassVectors {
    means = means.stream().map(List::copyOf).toList();
    counts = List.copyOf(counts);
    int classes = counts.size();
    if (means.size() != classes || means.stream().anyMatch(mean -> mean.size() != classes)) {
      throw new IllegalArgumentException(
          "class vectors of %d classes must be %d×%d values, got %d vectors"
              .formatted(classes, classes, classes, means.size()));
    }
  }

  /** Whether a pixel of the class was selected. */
  public boolean has(int c) {
    return counts.get(c) > 0;
  }

  /** A class's vector, [C]. */
  double[] of(int c) {
    return means.get(c).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
