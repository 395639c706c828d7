package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.Losses;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Two pixels of probabilities (0.5, 0.3, 0.2) and (0.1, 0.1, 0.8), by hand. */
class TermValueTest {
  private static final double[] FIRST = {0.5, 0.3, 0.2};
  private static final double[] SECOND = {0.1, 0.1, 0.8};
  private static final byte IGNORED = (byte) 255;

  @Test
  void crossEntropyIsTheMeanOverLabelledPixels() {
    assertValue(new CrossEntropy(1), -(Math.log(0.3) + Math.log(0.8)) / 2, 1, 2);
    assertValue(new CrossEntropy(1), -Math.log(0.1), IGNORED, 1);
  }

  @Test
  void crossEntropyIsZeroWithZeroGradientWhereNoPixelIsLabelled() {
    with(
        (tf, logits) ->
            Losses.value(tf, new CrossEntropy(1), predictions(tf, logits, IGNORED, IGNORED)),
        (value, gradient) -> {
          assertThat(value).isZero();
          assertThat(gradient).containsOnly(0);
        });
  }

  @Test
  void crossEntropysGradientIsTheProbabilityMinusTheLabel() {
    with(
        (tf, logits) -> Losses.value(tf, new CrossEntropy(1), predictions(tf, logits, 2, IGNORED)),
        (value, gradient) ->
            assertThat(gradient)
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.5f, 0.3f, -0.8f, 0, 0, 0));
  }

  @Test
  void focalLossIsWeighedByTheMissingProbability() {
    double expected = -(0.7 * 0.7 * Math.log(0.3) + 0.2 * 0.2 * Math.log(0.8)) / 2;
    assertValue(focal(2), expected, 1, 2);
    assertValue(focal(0.5), -Math.sqrt(0.9) * Math.log(0.1), IGNORED, 1);
    assertValue(focal(2), 0, IGNORED, IGNORED);
  }

  @Test
  void aFocusOfZeroIsTheCrossEntropyItself() {
    assertValue(focal(0), -(Math.log(0.3) + Math.log(0.8)) / 2, 1, 2);
    with(
        (tf, logits) -> Losses.value(tf, focal(0), predictions(tf, logits, 2, 0)),
        (value, gradient) ->
            with(
                (tf, logits) ->
                    Losses.value(tf, new CrossEntropy(1), predictions(tf, logits, 2, 0)),
                (plain, same) -> {
                  assertThat(value).isEqualTo(plain);
                  assertThat(gradient).containsExactly(same);
                }));
  }

  @Test
  void refusesANegativeFocus() {
    assertThatThrownBy(() -> focal(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("focus must be at least 0, got -1.0");
  }

  private static CrossEntropy focal(double focus) {
    return new CrossEntropy(1, Optional.empty(), Optional.empty(), Optional.of(focus));
  }

  @Test
  void entropyIsTheMeanOverAllPixelsIgnoredOnesIncluded() {
    double expected = (entropy(FIRST) + entropy(SECOND)) / 2;
    assertValue(new Entropy(1), expected, 1, 2);
    assertValue(new Entropy(1), expected, IGNORED, 0);
    assertValue(new Entropy(1), expected, IGNORED, IGNORED);
  }

  @Test
  void doubleSoftmaxEntropyTakesTheSoftmaxOfTheProbabilities() {
    double expected = (doubleSoftmaxEntropy(FIRST) + doubleSoftmaxEntropy(SECOND)) / 2;
    // (0.5, 0.3, 0.2): log Σ exp p = 1.43983, Σ p² = 0.38; (0.1, 0.1, 0.8): 1.48973, 0.66.
    assertThat(expected).isCloseTo((1.43983 - 0.38 + 1.48973 - 0.66) / 2, within(1e-5));
    assertValue(new DoubleSoftmaxEntropy(1), expected, 1, 2);
    assertValue(new DoubleSoftmaxEntropy(1), expected, IGNORED, IGNORED);
  }

  @Test
  void diversityIsTheNegativeEntropyOfTheMeanOverAllPixels() {
    double expected = -entropy(new double[] {0.3, 0.2, 0.5});
    assertValue(new Diversity(1), expected, 1, 2);
    assertValue(new Diversity(1), expected, IGNORED, IGNORED);
  }

  @Test
  void negativeLearningCountsEveryPixelIgnoredOnesIncluded() {
    double expected = -(Math.log(1 - 0.5) + Math.log(1 - 0.8)) / 2;
    for (byte label : new byte[] {1, IGNORED}) {
      with(
          (tf, logits) -> negative(tf, predictions(tf, logits, label, label), tf.constant(1)),
          (value, gradient) -> assertThat((double) value).isCloseTo(expected, within(1e-6)));
    }
  }

  @Test
  void negativeLearningAtEveryRank() {
    double[] complements = {0.5 * 0.2, 0.7 * 0.9, 0.8 * 0.9};
    for (int rank = 1; rank <= 3; rank++) {
      int k = rank;
      double expected = -Math.log(complements[rank - 1]) / 2;
      with(
          (tf, logits) -> negative(tf, predictions(tf, logits, 0, 0), tf.constant(k)),
          (value, gradient) ->
              assertThat((double) value).as("rank %d", k).isCloseTo(expected, within(1e-6)));
    }
  }

  @Test
  void negativeLearningKeepsTheComplementAboveItsFloorWithZeroGradient() {
    float[] saturated = {50, 0, 0, 0, 50, 0};
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits = constant(tf, Shape.of(1, 2, 1, 3), saturated);
      Operand<TFloat32> loss = negative(tf, predictions(tf, logits, 0, 0), tf.constant(1));
      Output<?>[] gradient =
          graph.addGradients(loss.asOutput(), new Output<?>[] {logits.asOutput()});
      assertThat((double) fetch(session, loss)[0]).isCloseTo(-Math.log(1e-5), within(1e-4));
      assertThat(fetch(session, gradient[0].expect(TFloat32.class)))
          .usingComparatorWithPrecision(0f)
          .containsOnly(0);
    }
  }

  @Test
  void termsRefuseWeightsThatAreNotFiniteOrNegative() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (Runnable creation :
          List.<Runnable>of(
              () -> new CrossEntropy(weight),
              () -> new Entropy(weight),
              () -> new DoubleSoftmaxEntropy(weight),
              () -> new Diversity(weight),
              () -> new NegativeLearning(weight, 3))) {
        assertThatThrownBy(creation::run)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("weight must be at least 0, got " + weight);
      }
    }
  }

  /** −Σ p·(p − log Σ exp p). */
  private static double doubleSoftmaxEntropy(double[] probabilities) {
    double exponentials = 0;
    double squares = 0;
    for (double p : probabilities) {
      exponentials += Math.exp(p);
      squares += p * p;
    }
    return Math.log(exponentials) - squares;
  }

  private static double entropy(double[] probabilities) {
    double sum = 0;
    for (double p : probabilities) {
      sum -= p * Math.log(p);
    }
    return sum;
  }

  private static void assertValue(Term term, double expected, int first, int second) {
    with(
        (tf, logits) -> Losses.value(tf, term, predictions(tf, logits, first, second)),
        (value, gradient) -> assertThat((double) value).isCloseTo(expected, within(1e-6)));
  }

  private interface Check {
    void accept(float value, float[] gradient);
  }

  private static void with(
      BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> term, Check check) {
    float[] logits = new float[6];
    for (int c = 0; c < 3; c++) {
      logits[c] = (float) Math.log(FIRST[c]);
      logits[3 + c] = (float) Math.log(SECOND[c]) + 4;
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input = constant(tf, Shape.of(1, 2, 1, 3), logits);
      Operand<TFloat32> loss = term.apply(tf, input);
      Output<?>[] gradient =
          graph.addGradients(loss.asOutput(), new Output<?>[] {input.asOutput()});
      check.accept(fetch(session, loss)[0], fetch(session, gradient[0].expect(TFloat32.class)));
    }
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits, int first, int second) {
    byte[] ids = {(byte) first, (byte) second};
    var labels = tf.constant(Tensors.bytes(Shape.of(1, 2, 1), ids));
    return Predictions.of(tf, logits, labels, 3, new Draws(0, tf.constant(0L)));
  }

  /** Negative learning of a given rank. */
  private static Operand<TFloat32> negative(Ops tf, Predictions predictions, Operand<TInt32> rank) {
    Part part = NegativeLearning.part(tf, predictions, rank);
    return new NegativeLearning(1, 0).value(tf, part.mean(tf));
  }
}
