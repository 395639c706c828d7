package org.sourcefree.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.testing.FiniteDifferences;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

class UpsampleTest {
  private static final int CLASSES = 5;

  @ParameterizedTest
  @CsvSource({"3,4,17,26", "3,4,3,4", "5,2,4,9", "1,1,8,6", "4,3,1,1", "2,3,1,7"})
  void valuesEqualBilinearInterpolationWithAlignedCorners(int h, int w, int height, int width) {
    Shape shape = Shape.of(2, h, w, CLASSES);
    float[] logits = normal(1, shape, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      float[] values =
          fetch(
              session,
              Network.upsample(
                  tf, constant(tf, shape, logits), tf.constant(new int[] {height, width})));
      assertThat(values).hasSize(2 * height * width * CLASSES);
      for (int i = 0; i < values.length; i++) {
        int pixel = i / CLASSES;
        double y = position(pixel / width % height, h, height);
        double x = position(pixel % width, w, width);
        int plane = pixel / (height * width) * h * w * CLASSES + i % CLASSES;
        assertThat(values[i] - interpolated(logits, plane, y, x, h, w))
            .as("element %d", i)
            .isBetween(-1e-5, 1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,4,17,26", "5,2,4,9", "1,1,8,6"})
  void gradientMatchesDifferences(int h, int w, int height, int width) {
    Shape shape = Shape.of(2, h, w, CLASSES);
    FiniteDifferences.assertGradient(
        shape,
        normal(1, shape, 1),
        0.1,
        0.005,
        (tf, x) -> Network.upsample(tf, x, tf.constant(new int[] {height, width})));
  }

  private static double position(int index, int from, int to) {
    return to == 1 ? 0 : (double) index * (from - 1) / (to - 1);
  }

  private static double interpolated(float[] logits, int plane, double y, double x, int h, int w) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, h - 1);
    int right = Math.min(left + 1, w - 1);
    double down = y - top;
    double along = x - left;
    return (1 - down) * (1 - along) * logits[plane + (top * w + left) * CLASSES]
        + (1 - down) * along * logits[plane + (top * w + right) * CLASSES]
        + down * (1 - along) * logits[plane + (bottom * w + left) * CLASSES]
        + down * along * logits[plane + (bottom * w + right) * CLASSES];
  }
}
