package org.sourcefree.training.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.Share;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.testing.PlainSession;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The second of three workers, with two of four images. */
class WholeBatchTest {
  private static final int PIXELS = 2 * 3;
  private static final float[] COLOURS = normal(1, Shape.of(4, 2, 3, 3), 100);
  private static final float[] SURE = normal(2, Shape.of(4, 2, 3), 1);
  private static final int[] LABELS = new int[4 * PIXELS];

  static {
    Arrays.setAll(LABELS, i -> i % 7 == 0 ? 255 : i % 19);
  }

  @Test
  void aWorkerKeepsItsPartOfWhatIsMadeOfAllImages() {
    try (Graph graph = new Graph();
        Session session = PlainSession.open(graph)) {
      Ops tf = Ops.create(graph);
      Iterator<Operand<TFloat32>> others =
          List.<Operand<TFloat32>>of(
                  tf.constant(new float[] {1, 0, 1}),
                  tf.concat(List.of(joined(tf, 0, 1), zeros(tf), joined(tf, 3, 1)), tf.constant(0)))
              .iterator();
      Labelled made =
          new WholeBatch(tf, new Share(1, 3), own -> tf.math.add(own, others.next()))
              .of(images(tf, 1, 2), whole -> next(tf, whole));
      Labelled expected = images(tf, 2, 2);
      assertThat(fetch(session, made.inputs())).isEqualTo(fetch(session, expected.inputs()));
      assertThat(floats(tf, session, made)).isEqualTo(floats(tf, session, expected));
      assertThat(fetch(session, made.confidence()))
          .isEqualTo(fetch(session, expected.confidence()));
    }
  }

  private static float[] floats(Ops tf, Session session, Labelled images) {
    return fetch(session, tf.dtypes.cast(images.labels(), TFloat32.class));
  }

  private static Labelled images(Ops tf, int first, int number) {
    Operand<TInt32> labels =
        tf.reshape(
            tf.constant(Arrays.copyOfRange(LABELS, first * PIXELS, (first + number) * PIXELS)),
            tf.constant(new int[] {number, 2, 3}));
    return new Labelled(
        part(tf, COLOURS, first, Shape.of(number, 2, 3, 3)),
        labels,
        part(tf, SURE, first, Shape.of(number, 2, 3)));
  }

  private static Operand<TFloat32> part(Ops tf, float[] values, int first, Shape shape) {
    int each = values.length / 4;
    int from = first * each;
    return constant(tf, shape, Arrays.copyOfRange(values, from, from + (int) shape.size()));
  }

  private static Operand<TFloat32> joined(Ops tf, int first, int number) {
    Labelled images = images(tf, first, number);
    Operand<TInt32> channels = tf.constant(3);
    return tf.concat(
        List.of(
            images.inputs(),
            tf.expandDims(tf.dtypes.cast(images.labels(), TFloat32.class), channels),
            tf.expandDims(images.confidence(), channels)),
        channels);
  }

  private static Operand<TFloat32> zeros(Ops tf) {
    return tf.fill(tf.constant(new int[] {2, 2, 3, 5}), tf.constant(0f));
  }

  private static Labelled next(Ops tf, Labelled whole) {
    return new Labelled(
        next(tf, whole.inputs()), next(tf, whole.labels()), next(tf, whole.confidence()));
  }

  private static <T extends TNumber> Operand<T> next(Ops tf, Operand<T> images) {
    return tf.roll(images, tf.constant(-1), tf.constant(0));
  }
}
