package org.sourcefree.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class ReachTest {

  @Test
  void endsAtStoppedGradientsAndWholeNumbers() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> read = tf.constant(new float[] {1, 2});
      Operand<TFloat32> stopped = tf.constant(new float[] {3, 4});
      Operand<TFloat32> measured = tf.constant(new float[] {5, 6});
      Operand<TFloat32> apart = tf.constant(new float[] {7, 8});
      Operand<TFloat32> loss =
          tf.reshape(
              tf.math.add(tf.math.mul(read, read), tf.stopGradient(stopped)), tf.shape(measured));
      Reach reach = Reach.of(loss);
      assertThat(reach.includes(loss)).isTrue();
      assertThat(reach.includes(read)).isTrue();
      assertThat(reach.includes(stopped)).isFalse();
      assertThat(reach.includes(measured)).isFalse();
      assertThat(reach.includes(apart)).isFalse();
    }
  }
}
