package org.sourcefree.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.objective.Draws;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class MosaicTest {
  private static final Mosaic MOSAIC = new Mosaic(0.2, 0.25);

  /** What became of a batch of images whose every pixel is their own number. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Mixed(float[] inputs, int[] labels, float[] confidence) {}

  private static Mixed mix(
      int images, int height, int width, Function<Ops, Function<Labelled, Labelled>> mixing) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      float[] inputs = new float[images * height * width * 3];
      int[] labels = new int[images * height * width];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = i;
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i / (height * width);
      }
      Operand<TInt32> ids =
          tf.reshape(tf.constant(labels), tf.constant(new int[] {images, height, width}));
      Labelled batch =
          new Labelled(
              TestTensors.constant(tf, Shape.of(images, height, width, 3), inputs),
              ids,
              tf.math.mul(tf.constant(0.1f), tf.dtypes.cast(ids, TFloat32.class)));
      Labelled mixed = mixing.apply(tf).apply(batch);
      try (Result result =
          session
              .runner()
              .fetch(mixed.inputs())
              .fetch(tf.dtypes.cast(mixed.labels(), TFloat32.class))
              .fetch(mixed.confidence())
              .run()) {
        float[] found = Tensors.array((TFloat32) result.get(1));
        int[] sources = new int[found.length];
        Arrays.setAll(sources, i -> (int) found[i]);
        return new Mixed(
            Tensors.array((TFloat32) result.get(0)),
            sources,
            Tensors.array((TFloat32) result.get(2)));
      }
    }
  }

  private static Mixed drawn(int images, int height, int width, long step) {
    return mix(
        images,
        height,
        width,
        tf -> batch -> MOSAIC.mix(tf, batch, 19, new Draws(7, tf.constant(step))));
  }

  @Test
  void everyQuarterShowsItsImageInItsPlace() {
    Mixed mixed =
        mix(
            3,
            2,
            4,
            tf ->
                batch ->
                    MOSAIC.mix(
                        tf,
                        batch,
                        tf.constant(new int[][] {{1, 2, 1}, {0, 0, 2}, {1, 0, 0}}),
                        tf.constant(new int[][] {{1, 3}, {0, 1}, {2, 4}})));
    assertThat(mixed.labels())
        .containsExactly(
            0, 0, 0, 1, 2, 2, 2, 1, // three columns and one row of its own
            0, 2, 2, 2, 0, 2, 2, 2, // nothing above the point
            2, 2, 2, 2, 2, 2, 2, 2); // the point is the far corner
    for (int i = 0; i < mixed.labels().length; i++) {
      int shown = mixed.labels()[i] * 8 + i % 8;
      for (int c = 0; c < 3; c++) {
        assertThat(mixed.inputs()[3 * i + c]).isEqualTo(3 * shown + c);
      }
      assertThat(mixed.confidence()[i]).isEqualTo(0.1f * mixed.labels()[i]);
    }
  }

  /** Upper left it is the image itself, elsewhere never. */
  @Test
  void othersAndThePointAreDrawnAnewForEachImageAndStep() {
    int side = 50;
    List<Integer> columns = new ArrayList<>();
    int images = 32;
    int[] seen = new int[images];
    for (long step = 0; step < 40; step++) {
      int[] labels = drawn(images, side, side, step).labels();
      for (int n = 0; n < images; n++) {
        int first = n * side * side;
        assertThat(labels[first]).isEqualTo(n);
        int column = 0;
        while (labels[first + column] == n) {
          column++;
        }
        columns.add(column);
        for (int corner : new int[] {side - 1, side * (side - 1), side * side - 1}) {
          assertThat(labels[first + corner]).isNotEqualTo(n);
          seen[labels[first + corner]]++;
        }
      }
    }
    assertThat(columns).allMatch(column -> column >= 10 && column <= 40);
    // Beta(¼, ¼): 0.616 of its mass lies in the outer tenths of either side, half below the middle.
    long outer = columns.stream().filter(column -> column < 13 || column >= 37).count();
    assertThat(outer / (double) columns.size()).isCloseTo(0.616, within(0.05));
    long low = columns.stream().filter(column -> column < 25).count();
    assertThat(low / (double) columns.size()).isCloseTo(0.5, within(0.05));
    assertThat(Arrays.stream(seen).boxed()).allMatch(count -> count > 80 && count < 160);
    assertThat(drawn(4, 10, 10, 3).labels()).isEqualTo(drawn(4, 10, 10, 3).labels());
  }

  @Test
  void oneImageStaysAsItIs() {
    assertThat(drawn(1, 5, 6, 0).labels()).containsOnly(0);
  }

  @Test
  void refusesBadValues() {
    assertRefused(0.6, 0.25, "margin must be in [0, 0.5], got 0.6");
    assertRefused(Double.NaN, 0.25, "margin must be in [0, 0.5], got NaN");
    assertRefused(0.2, 0, "beta must be in (0, 1], got 0.0");
    assertRefused(0.2, 1.5, "beta must be in (0, 1], got 1.5");
  }

  private static void assertRefused(double margin, double beta, String message) {
    assertThatThrownBy(() -> new Mosaic(margin, beta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
