package org.sourcefree.bench;

import java.util.Arrays;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The fastest that TensorFlow multiplies square float32 matrices here. */
public final class MatmulPeak {
  private static final int SIZE = 2048;
  private static final int REPEATS = 12;

  private MatmulPeak() {}

  /** Operations a second, two a multiply-add; the best of several products of 2048 × 2048. */
  public static double measure() {
    float[] values = new float[SIZE * SIZE];
    Arrays.fill(values, 0.5f);
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph);
        TFloat32 matrix = Tensors.floats(Shape.of(SIZE, SIZE), values)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> a = tf.placeholder(TFloat32.class, Placeholder.shape(matrix.shape()));
      Operand<TFloat32> product = tf.linalg.matMul(a, a);
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < REPEATS; i++) {
        long started = System.nanoTime();
        session.runner().feed(a, matrix).addTarget(product).run().close();
        best = Math.min(best, (System.nanoTime() - started) / 1e9);
      }
      return 2.0 * SIZE * SIZE * SIZE / best;
    }
  }
}
