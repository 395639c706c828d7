package org.sourcefree.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.testing.Npy;

class ConfusionMatrixTest {
  private static final byte IGNORED = (byte) 255;

  /** Class 2 in neither; of class 0: TP 2, FP 1, FN 1; of class 1: TP 1, FP 1, FN 1. */
  private static ConfusionMatrix small() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(new byte[] {0, 0, 0, 1, 1, IGNORED}, new byte[] {0, 0, 1, 1, 0, 2});
    return matrix;
  }

  @Test
  void countsByHand() {
    ConfusionMatrix matrix = small();
    assertThat(matrix.count(0, 0)).isEqualTo(2);
    assertThat(matrix.count(0, 1)).isEqualTo(1);
    assertThat(matrix.count(1, 0)).isEqualTo(1);
    assertThat(matrix.count(1, 1)).isEqualTo(1);
    assertThat(matrix.iou(0)).hasValue(0.5);
    assertThat(matrix.iou(1).orElseThrow()).isEqualTo(1.0 / 3, within(1e-12));
    assertThat(matrix.accuracy(0).orElseThrow()).isEqualTo(2.0 / 3, within(1e-12));
    assertThat(matrix.accuracy(1)).hasValue(0.5);
    assertThat(matrix.miou().orElseThrow()).isEqualTo((0.5 + 1.0 / 3) / 2, within(1e-12));
  }

  @Test
  void ignoresUnlabelledPixels() {
    assertThat(small().pixels()).isEqualTo(5);
    ConfusionMatrix nothing = new ConfusionMatrix(3);
    nothing.add(new byte[] {IGNORED}, new byte[] {1});
    assertThat(nothing.pixels()).isZero();
    assertThat(nothing.miou()).isEmpty();
  }

  @Test
  void aClassInNeitherTruthNorPredictionIsAbsent() {
    assertThat(small().iou(2)).isEmpty();
    assertThat(small().accuracy(2)).isEmpty();
    assertThat(small().miou(0, 2)).hasValue(0.5);
    assertThat(small().miou(2)).isEmpty();
  }

  @Test
  void aClassOnlyPredictedHasNoOverlapAndNoAccuracy() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(new byte[] {0}, new byte[] {1});
    assertThat(matrix.iou(1)).hasValue(0);
    assertThat(matrix.accuracy(1)).isEmpty();
    assertThat(matrix.miou()).hasValue(0);
  }

  @Test
  void mergingEqualsAddingEverything() {
    ConfusionMatrix merged = small();
    merged.merge(small());
    for (int truth = 0; truth < 3; truth++) {
      for (int prediction = 0; prediction < 3; prediction++) {
        assertThat(merged.count(truth, prediction)).isEqualTo(2 * small().count(truth, prediction));
      }
    }
  }

  @Test
  void refusesWrongIdsAndCountsNothing() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    assertThatThrownBy(() -> matrix.add(new byte[] {0, 3}, new byte[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a true id must be from 0 to 2 or 255, got 3");
    assertThatThrownBy(() -> matrix.add(new byte[] {0, (byte) 254}, new byte[] {0, 0}))
        .hasMessage("a true id must be from 0 to 2 or 255, got 254");
    assertThatThrownBy(() -> matrix.add(new byte[] {0, 0}, new byte[] {0, IGNORED}))
        .hasMessage("a predicted id must be from 0 to 2, got 255");
    assertThatThrownBy(() -> matrix.add(new byte[] {0, IGNORED}, new byte[] {0, 3}))
        .hasMessage("a predicted id must be from 0 to 2, got 3");
    assertThat(matrix.pixels()).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    assertThatThrownBy(() -> matrix.add(new byte[2], new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("truth and prediction must have equally many pixels, got 2 and 3");
    assertThatThrownBy(() -> matrix.merge(new ConfusionMatrix(2)))
        .hasMessage("matrices to merge must have equally many classes, got 3 and 2");
    assertThatThrownBy(() -> matrix.iou(3)).hasMessage("a class id must be from 0 to 2, got 3");
    assertThatThrownBy(() -> new ConfusionMatrix(0))
        .hasMessage("classes must be from 1 to 255, got 0");
    assertThatThrownBy(() -> new ConfusionMatrix(256)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 16})
  void agreesWithTheGoldenVectors(int classes) {
    String folder = "golden/metrics/c" + classes + "/";
    ConfusionMatrix matrix = golden(classes);
    float[] iou = Npy.read(folder + "iou.npy").floats();
    assertThat(iou).hasSize(classes);
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      assertThat(matrix.iou(i).orElseThrow()).isEqualTo(iou[i], within(1e-6));
      sum += iou[i];
    }
    assertThat(matrix.miou().orElseThrow()).isEqualTo(sum / classes, within(1e-6));
  }

  @Test
  void agreesWithTheGoldenMeanOverThirteenClasses() {
    int[] withoutWallFencePole = {0, 1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    assertThat(golden(16).miou(withoutWallFencePole).orElseThrow())
        .isEqualTo(0.5019153356552124, within(1e-6));
  }

  private static ConfusionMatrix golden(int classes) {
    String folder = "golden/metrics/c" + classes + "/";
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    matrix.add(Npy.read(folder + "label.npy").bytes(), Npy.read(folder + "pred.npy").bytes());
    return matrix;
  }
}
