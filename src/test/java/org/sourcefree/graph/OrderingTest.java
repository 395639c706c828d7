package org.sourcefree.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;

import org.junit.jupiter.api.Test;
import org.sourcefree.testing.FiniteDifferences;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class OrderingTest {
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final float[] VALUES = {1, 2, 3, 4, 5, 6};

  @Test
  void theTensorIsUnchanged() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> first = constant(tf, Shape.of(4), new float[4]);
      Operand<TFloat32> late = Ordering.after(tf, first, constant(tf, SHAPE, VALUES));
      assertThat(fetch(session, late)).containsExactly(VALUES);
    }
  }

  @Test
  void theGradientPassesThrough() {
    FiniteDifferences.assertGradient(
        SHAPE,
        VALUES,
        0.1,
        0.005,
        (tf, x) -> Ordering.after(tf, constant(tf, Shape.of(4), new float[4]), x));
  }
}
