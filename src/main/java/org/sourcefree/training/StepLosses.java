package org.sourcefree.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one training step computed.
 *
 * @param step counted from 0
 * @param learningRate of the backbone
 * @param total the objective, nats
 * @param terms each term's unweighted value by name, nats
 * @param finiteWeights whether the step left every weight a finite number
 */
public record StepLosses(
    long step,
    double learningRate,
    double total,
    Map<String, Double> terms,
    boolean finiteWeights) {

  /** Keeps the terms' order. */
  public StepLosses {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  /** Whether the total and every term are finite numbers. */
  public boolean isFinite() {
    return Double.isFinite(total) && terms.values().stream().allMatch(Double::isFinite);
  }
}
