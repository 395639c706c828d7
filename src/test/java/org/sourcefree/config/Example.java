package org.sourcefree.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A config with a component of every type. */
record Example(
    int seed,
    long steps,
    double learningRate,
    boolean flip,
    String name,
    Path source,
    Interpolation resize,
    Head head,
    List<Term> objective,
    Labels labels,
    Optional<Double> threshold,
    Optional<Head> extraHead,
    Map<String, Integer> colours) {

  enum Interpolation {
    NEAREST,
    BICUBIC_HALF
  }

  record Head(List<Integer> atrousRates, int stride) {
    Head {
      if (atrousRates.stream().anyMatch(rate -> rate <= 0)) {
        throw new IllegalArgumentException("atrous_rates must be positive, got " + atrousRates);
      }
      if (stride > 8 && atrousRates.size() > 1) {
        throw new IllegalArgumentException("a coarse head must have one rate");
      }
      atrousRates = List.copyOf(atrousRates);
    }
  }

  sealed interface Term permits CrossEntropy, Regulariser {}

  sealed interface Regulariser extends Term permits NegativeLearning {}

  record CrossEntropy(double weight) implements Term {}

  record NegativeLearning(double weight, int width) implements Regulariser {}

  sealed interface Labels permits Argmax, ClassBalanced {}

  record Argmax() implements Labels {}

  record ClassBalanced(double proportion) implements Labels {}

  static final String YAML =
      """
      # A comment.
      seed: 7
      steps: 3000000000
      learning_rate: 1e-4
      flip: true
      name: ld
      source: data/gta5
      resize: bicubic_half
      head:
        atrous_rates: [6, 12]
        stride: 8
      objective:
        - kind: cross_entropy
          weight: 1
        - kind: negative_learning
          weight: 0.5
          width: 3
      labels: {kind: class_balanced, proportion: 0.2}
      colours: {Road: 1, traffic light: 2}
      """;

  static final Example VALUE =
      new Example(
          7,
          3_000_000_000L,
          1e-4,
          true,
          "ld",
          Path.of("data/gta5"),
          Interpolation.BICUBIC_HALF,
          new Head(List.of(6, 12), 8),
          List.of(new CrossEntropy(1), new NegativeLearning(0.5, 3)),
          new ClassBalanced(0.2),
          Optional.empty(),
          Optional.empty(),
          Map.of("Road", 1, "traffic light", 2));
}
