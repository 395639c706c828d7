package org.sourcefree.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class ReluTest {
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final float[] VALUES = {-2, -7, 0, 1e-30f, 3, -1e-30f};

  @Test
  void negativeValuesBecomeZero() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> y = Relu.build(tf, constant(tf, SHAPE, VALUES));
      assertThat(fetch(session, y)).containsExactly(0, 0, 0, 1e-30f, 3, 0);
    }
  }

  @Test
  void theGradientPassesWhereTheInputIsPositive() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = constant(tf, SHAPE, VALUES);
      Operand<TFloat32> weights = constant(tf, SHAPE, new float[] {1, 2, 3, 4, 5, 6});
      Operand<TFloat32> loss =
          tf.reduceSum(tf.math.mul(Relu.build(tf, x), weights), tf.constant(new int[] {0, 1}));
      Operand<TFloat32> gradient = gradient(graph, loss, x);
      assertThat(fetch(session, gradient)).containsExactly(0, 0, 0, 4, 5, 0);
    }
  }

  @Test
  void theGradientNeedsTheOutputAlone() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = constant(tf, SHAPE, VALUES);
      Operand<TFloat32> loss = tf.reduceSum(Relu.build(tf, x), tf.constant(new int[] {0, 1}));
      Operand<TFloat32> gradient = gradient(graph, loss, x);
      GraphOperation operation = (GraphOperation) gradient.op();
      assertThat(operation.type()).isEqualTo("ReluGrad");
      GraphOperation read = (GraphOperation) operation.input(1).op();
      assertThat(read.type()).isEqualTo("StopGradient");
      assertThat(read.input(0).op().type()).isEqualTo("Relu");
    }
  }

  private static Operand<TFloat32> gradient(Graph graph, Operand<TFloat32> y, Operand<TFloat32> x) {
    return graph.addGradients(y.asOutput(), new Output<?>[] {x.asOutput()})[0].expect(
        TFloat32.class);
  }
}
