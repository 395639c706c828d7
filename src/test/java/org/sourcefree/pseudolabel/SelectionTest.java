package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.ndarray.Shape;

/** Selections on logits fed to a model's inference graph. */
class SelectionTest {
  private static final int CLASSES = TinyNetwork.CLASSES;
  private static final int IGNORED = 255;
  private static final Shape SHAPE = Shape.of(1, 131, 117, CLASSES);
  private static final int PIXELS = 131 * 117;

  @Test
  void argmaxLabelsEveryPixelWithItsMostProbableClass() {
    SelectionOutcome outcome = select(new Argmax(), TestTensors.normal(1, SHAPE, 2));
    assertThat(outcome.labels()).isEqualTo(outcome.classes());
  }

  @Test
  void noneLabelsNoPixel() {
    SelectionOutcome outcome = select(new None(), TestTensors.normal(1, SHAPE, 2));
    assertThat(outcome.labels()).containsOnly(IGNORED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.9, 0.999})
  void confidenceLabelsPixelsAboveTheProbability(double threshold) {
    float[] logits = TestTensors.normal(1, SHAPE, 3);
    SelectionOutcome outcome = select(new Confidence(threshold), logits);
    int selected = 0;
    for (int i = 0; i < PIXELS; i++) {
      double probability = largestProbability(logits, i);
      boolean kept = Byte.toUnsignedInt(outcome.labels()[i]) != IGNORED;
      selected += kept ? 1 : 0;
      if (Math.abs(probability - threshold) > 1e-6) {
        assertThat(kept).as("p = %f", probability).isEqualTo(probability > threshold);
      }
    }
    assertThat(selected).isBetween(100, PIXELS - 1);
  }

  @Test
  void confidenceIsTheLargestProbabilityAndLogOddsAreItsLogit() {
    float[] logits = TestTensors.normal(1, SHAPE, 3);
    SelectionOutcome outcome = select(new Argmax(), logits);
    for (int i = 0; i < PIXELS; i++) {
      double probability = largestProbability(logits, i);
      assertThat((double) outcome.confidence()[i]).isCloseTo(probability, within(1e-6));
      assertThat(1 / (1 + Math.exp(-outcome.scores()[i]))).isCloseTo(probability, within(1e-6));
    }
  }

  /** The rule on probabilities would keep nothing: every one of them is 1. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.65})
  void saturatedPredictionsKeepEveryClassesShare(double proportion) {
    float[] logits = TestTensors.normal(1, SHAPE, 1);
    Random random = new Random(2);
    for (int i = 0; i < PIXELS; i++) {
      int winner = Math.min(random.nextInt(8), CLASSES - 1);
      logits[i * CLASSES + winner] = 40 + 160 * random.nextFloat();
    }
    SelectionOutcome outcome = select(new ClassBalanced(proportion), logits);
    assertThat(outcome.confidence()).containsOnly(1f);
    long[] predicted = new long[CLASSES];
    long[] selected = new long[CLASSES];
    for (int i = 0; i < PIXELS; i++) {
      predicted[outcome.classes()[i]]++;
      if (Byte.toUnsignedInt(outcome.labels()[i]) != IGNORED) {
        assertThat(outcome.labels()[i]).isEqualTo(outcome.classes()[i]);
        selected[outcome.classes()[i]]++;
      }
    }
    for (int c = 0; c < CLASSES; c++) {
      double share = (double) selected[c] / predicted[c];
      assertThat(share).as("class %d", c).isCloseTo(proportion, within(0.001));
    }
  }

  @Test
  void sharesAndProbabilitiesOfASummary() {
    assertThat(new ClassSelection(0, 8, 2).share()).isEqualTo(0.25);
    assertThat(new ClassSelection(0, 0, 0).share()).isZero();
    assertThat(new ClassSelection(0, 8, 2).probability()).isEqualTo(0.5);
    assertThat(new ClassSelection(Float.POSITIVE_INFINITY, 0, 0).probability()).isOne();
    assertThat(new ClassSelection(Float.NEGATIVE_INFINITY, 1, 1).probability()).isZero();
  }

  @Test
  void refusesBadValues() {
    for (double value : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new ReferenceClassBalanced(value, 0, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("proportion must be in (0, 1], got " + value);
      assertThatThrownBy(() -> new ClassBalanced(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("proportion must be in (0, 1], got " + value);
      assertThatThrownBy(() -> new Confidence(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("threshold must be in (0, 1), got " + value);
    }
  }

  @Test
  void refusesAShareThatShrinks() {
    for (double value : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new ReferenceClassBalanced(0.1, value, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("proportion_growth must be in [0, 1), got " + value);
    }
  }

  @Test
  void theReferencesShareGrowsByRoundUpToOne() {
    ReferenceClassBalanced selection = new ReferenceClassBalanced(0.1, 0.05, true);
    assertThat(selection.proportionAt(0)).isEqualTo(0.1);
    assertThat(selection.proportionAt(1)).isCloseTo(0.15, within(1e-12));
    assertThat(selection.proportionAt(100)).isOne();
  }

  private static double largestProbability(float[] logits, int pixel) {
    double sum = 0;
    double largest = 0;
    for (int c = 0; c < CLASSES; c++) {
      double exponential = Math.exp(logits[pixel * CLASSES + c]);
      sum += exponential;
      largest = Math.max(largest, exponential);
    }
    return largest / sum;
  }

  private static SelectionOutcome select(Selection selection, float[] logits) {
    return SelectionOutcome.of(selection, SHAPE, logits);
  }
}
