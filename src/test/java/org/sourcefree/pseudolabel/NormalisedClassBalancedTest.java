package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class NormalisedClassBalancedTest {
  private static final int CLASSES = TinyNetwork.CLASSES;
  private static final Shape SHAPE = Shape.of(1, 40, 30, CLASSES);
  private static final int PIXELS = 40 * 30;

  @Test
  void everyNthPixelOfAClassCountsInRowOrder() {
    byte[] ids = {0, 1, 0, 0, 0, 1, 0};
    float[] values = {-1, -9, -2, -3, -4, -8, -5};
    // Of class 0 counts −1, −3, −5, of class 1 −9; ⌊0.7·3⌋ = 2, ⌊0.7·1⌋ = 0.
    assertThat(thresholds(new NormalisedClassBalanced(0.7, 0, 1, 2), ids, values))
        .containsExactly(-3, 0, 0);
  }

  @Test
  void theShareThatIsOneTakesTheSmallest() {
    byte[] ids = {0, 1, 0, 0};
    assertThat(
            thresholds(new NormalisedClassBalanced(1, 0, 1, 1), ids, new float[] {-1, -9, -3, -2}))
        .containsExactly(-3, -9, 0);
  }

  @Test
  void theCapLowersThresholdsButNotThatOfAClassWithoutOne() {
    byte[] ids = {0, 1, 0, 0};
    float[] values = {-0.01f, -9, -0.02f, -0.03f};
    NormalisedClassBalanced capped =
        new NormalisedClassBalanced(0.5, 0, 1, 1, Optional.empty(), Optional.of(0.9));
    assertThat(thresholds(capped, ids, values)).containsExactly((float) Math.log(0.9), 0, 0);
  }

  @Test
  void theShareGrowsByRoundUpToTheLimit() {
    NormalisedClassBalanced selection = new NormalisedClassBalanced(0.2, 0.05, 0.5, 4);
    assertThat(selection.proportionAt(0)).isEqualTo(0.2);
    assertThat(selection.proportionAt(2)).isCloseTo(0.3, within(1e-12));
    assertThat(selection.proportionAt(50)).isEqualTo(0.5);
  }

  /** Every probability is 1 in float32; each class's share is selected nevertheless. */
  @Test
  void saturatedPredictionsDoNotTie() {
    float[] logits = TestTensors.normal(1, SHAPE, 1);
    for (int i = 0; i < PIXELS; i++) {
      logits[i * CLASSES + i % 2] = 30 + i / 32f;
    }
    byte[] labels =
        SelectionOutcome.of(new NormalisedClassBalanced(0.25, 0, 1, 1), SHAPE, logits).labels();
    int[] selected = new int[2];
    for (byte label : labels) {
      if (label >= 0) {
        selected[label]++;
      }
    }
    assertThat(selected).containsExactly(PIXELS / 8, PIXELS / 8);
  }

  @Test
  void theMeanOfViewsResolvesProbabilitiesNearZeroAndNearOne() {
    float[] first = {-1e-12f, -30, -60, -0.7f};
    float[] second = {-3e-12f, -31, -0.1f, -0.8f};
    double[] expected = {
      -2e-12, Math.log((Math.exp(-30) + Math.exp(-31)) / 2), Math.log(Math.exp(-0.1) / 2), -0.7488
    };
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> mean =
          LogProbabilities.mean(tf, List.of(tf.constant(first), tf.constant(second)));
      try (Result result = session.runner().fetch(mean).run()) {
        float[] actual = Tensors.array((TFloat32) result.get(0));
        for (int i = 0; i < expected.length; i++) {
          double allowed = i == 3 ? 1e-4 : 1e-6 * Math.abs(expected[i]);
          assertThat((double) actual[i]).isCloseTo(expected[i], within(allowed));
        }
      }
    }
  }

  @Test
  void thresholdsAreReportedAsLogOdds() {
    NormalisedClassBalanced selection = new NormalisedClassBalanced(0.2, 0, 0.5, 4);
    assertThat(selection.logOdds((float) Math.log(0.8)))
        .isCloseTo((float) Math.log(4), within(1e-6f));
    assertThat(selection.logOdds(-1e-12f)).isCloseTo(27.63f, within(0.01f));
    assertThat(selection.logOdds(0)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void refusesBadValues() {
    assertRefused(0, 0, 1, 4, "proportion must be in (0, 1], got 0.0");
    assertRefused(0.2, -0.1, 1, 4, "proportion_growth must be in [0, 1), got -0.1");
    assertRefused(
        0.2, 0, 0.1, 4, "proportion_limit must be between proportion, 0.2, and 1, got 0.1");
    assertRefused(
        0.2, 0, Double.NaN, 4, "proportion_limit must be between proportion, 0.2, and 1, got NaN");
    assertRefused(0.2, 0, 1, 0, "every must be positive, got 0");
    for (double cap : new double[] {0, 1.1, Double.NaN}) {
      assertThatThrownBy(
              () -> new NormalisedClassBalanced(0.2, 0, 1, 4, Optional.empty(), Optional.of(cap)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cap must be in (0, 1], got " + cap);
    }
  }

  private static void assertRefused(
      double proportion, double growth, double limit, int every, String message) {
    assertThatThrownBy(() -> new NormalisedClassBalanced(proportion, growth, limit, every))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static float[] thresholds(Selection selection, byte[] ids, float[] values) {
    return selection.thresholds(consumer -> consumer.accept(ids, values), 3, 0).classArray();
  }
}
