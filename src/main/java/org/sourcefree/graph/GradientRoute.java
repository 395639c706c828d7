package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.IdentityN;
import org.tensorflow.types.TFloat32;

/**
 * Gives a value y, computed from x and w, a gradient of its own: an IdentityN over
 * (StopGradient(y), x, w), of which the first output is used.
 */
final class GradientRoute {
  private static final String ROUTE = "IdentityN";
  private static final int INPUTS = 3;

  static {
    TensorFlow.registerCustomGradient(ROUTE, GradientRoute::gradient);
  }

  private GradientRoute() {}

  @SuppressWarnings("unchecked") // IdentityN is untyped; its outputs have its inputs' types.
  static Operand<TFloat32> through(
      Ops tf, String name, Operand<TFloat32> y, Operand<TFloat32> x, Operand<TFloat32> w) {
    Operand<TFloat32> stopped = tf.stopGradient(y);
    IdentityN routed = tf.withName(name).identityN(List.<Operand<?>>of(stopped, x, w));
    return (Operand<TFloat32>) (Operand<?>) routed.output().get(0);
  }

  /** The gradient of every IdentityN in the process; those not made here keep the identity's. */
  private static List<Operand<?>> gradient(Ops tf, GraphOperation op, List<Output<?>> dy) {
    if (op.numInputs() == INPUTS && producer(op, 0).type().equals("StopGradient")) {
      if (MatrixConvolution.isRouted(op.name())) {
        return MatrixConvolution.gradient(tf, op, dy.get(0).expect(TFloat32.class));
      }
      if (producer(producer(op, 0), 0).type().equals("Conv2D")) {
        return DilatedConvolution.gradient(tf, op, dy.get(0).expect(TFloat32.class));
      }
    }
    return new ArrayList<>(dy);
  }

  /** The operation that makes an input. */
  static GraphOperation producer(GraphOperation op, int input) {
    return (GraphOperation) op.input(input).op();
  }
}
