package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Inference;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Selections on logits fed to a model's inference graph. */
class SelectionTest {
  private static final int CLASSES = TinyNetwork.CLASSES;
  private static final int IGNORED = 255;
  private static final Shape SHAPE = Shape.of(1, 131, 117, CLASSES);
  private static final int PIXELS = 131 * 117;

  /** What the graph says of every pixel. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Outcome(byte[] classes, byte[] labels, float[] confidence, float[] logOdds) {}

  @Test
  void argmaxLabelsEveryPixelWithItsMostProbableClass() {
    Outcome outcome = select(new Argmax(), TestTensors.normal(1, SHAPE, 2));
    assertThat(outcome.labels()).isEqualTo(outcome.classes());
  }

  @Test
  void noneLabelsNoPixel() {
    Outcome outcome = select(new None(), TestTensors.normal(1, SHAPE, 2));
    assertThat(outcome.labels()).containsOnly(IGNORED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.9, 0.999})
  void confidenceLabelsPixelsAboveTheProbability(double threshold) {
    float[] logits = TestTensors.normal(1, SHAPE, 3);
    Outcome outcome = select(new Confidence(threshold), logits);
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
    Outcome outcome = select(new Argmax(), logits);
    for (int i = 0; i < PIXELS; i++) {
      double probability = largestProbability(logits, i);
      assertThat((double) outcome.confidence()[i]).isCloseTo(probability, within(1e-6));
      assertThat(1 / (1 + Math.exp(-outcome.logOdds()[i]))).isCloseTo(probability, within(1e-6));
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
    Outcome outcome = select(new ClassBalanced(proportion), logits);
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

  private static Outcome select(Selection selection, float[] logits) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat32 tensor = Tensors.floats(SHAPE, logits);
        TInt32 size = TInt32.vectorOf((int) SHAPE.get(1), (int) SHAPE.get(2))) {
      Ops tf = Ops.create(graph);
      Inference inference = Inference.build(tf, new Variables(tf), TinyNetwork.MODEL);
      PseudoLabelGraph masks = selection.build(tf, inference);
      try (Result result =
          session
              .runner()
              .feed(inference.logits(), tensor)
              .feed(inference.size(), size)
              .fetch(inference.labels())
              .fetch(inference.confidence())
              .fetch(inference.logOdds())
              .run()) {
        byte[] classes = Tensors.array((TUint8) result.get(0));
        float[] logOdds = Tensors.array((TFloat32) result.get(2));
        Thresholds thresholds =
            selection.thresholds(consumer -> consumer.accept(classes, logOdds), CLASSES, 0);
        try (TFloat32 limits = Tensors.floats(Shape.of(CLASSES), thresholds.classArray());
            TFloat32 imageLimit = TFloat32.scalarOf(thresholds.ofImage(0));
            Result masked =
                session
                    .runner()
                    .feed(inference.logits(), tensor)
                    .feed(inference.size(), size)
                    .feed(masks.thresholds(), limits)
                    .feed(masks.imageThreshold(), imageLimit)
                    .fetch(masks.labels())
                    .run()) {
          return new Outcome(
              classes,
              Tensors.array((TUint8) masked.get(0)),
              Tensors.array((TFloat32) result.get(1)),
              logOdds);
        }
      }
    }
  }
}
