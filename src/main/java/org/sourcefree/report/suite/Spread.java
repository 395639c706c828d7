package org.sourcefree.report.suite;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.sourcefree.report.Format;

/**
 * A figure over seeds.
 *
 * @param mean over the seeds
 * @param deviation sample standard deviation (n − 1); empty of one seed
 */
record Spread(double mean, Optional<Double> deviation) {

  /** The spread of one value a seed; empty of none. */
  static Optional<Spread> of(Collection<Double> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    DescriptiveStatistics statistics = new DescriptiveStatistics();
    values.forEach(statistics::addValue);
    Optional<Double> deviation =
        values.size() == 1 ? Optional.empty() : Optional.of(statistics.getStandardDeviation());
    return Optional.of(new Spread(statistics.getMean(), deviation));
  }

  /** E.g. {@code 45.5 ± 0.3}. */
  String text() {
    return Format.decimal(mean) + tail();
  }

  /** E.g. {@code +9.8 ± 0.3}. */
  String signed() {
    return Format.signed(mean) + tail();
  }

  /** A narrow column may break before the sign, not behind it. */
  private String tail() {
    return deviation.map(value -> " ±\u00a0" + Format.decimal(value)).orElse("");
  }
}
