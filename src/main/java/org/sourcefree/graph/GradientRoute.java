package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.IdentityN;
import org.tensorflow.types.TFloat32;

/**
 * Gives a value y, computed from some operands, a gradient of its own. An IdentityN over
 * (StopGradient(y), operands…) is added, and its first output is used in place of y. The
 * operation's name carries the kind of gradient, since TensorFlow tells nothing else of an
 * operation while it builds gradients.
 */
public final class GradientRoute {
  private static final String OPERATION = "IdentityN";
  private static final String PREFIX = "routed_";
  private static final Map<String, Gradient> GRADIENTS = new ConcurrentHashMap<>();

  static {
    TensorFlow.registerCustomGradient(OPERATION, GradientRoute::gradient);
  }

  private GradientRoute() {}

  /** What a route's gradient is. */
  @FunctionalInterface
  public interface Gradient {
    /**
     * Builds it.
     *
     * @param upstream gradient of y
     * @param operands of the route; their shapes cannot be asked for
     * @return one gradient an operand
     */
    List<Operand<TFloat32>> build(
        Ops tf, Operand<TFloat32> upstream, List<Operand<TFloat32>> operands);
  }

  /**
   * Routes a value.
   *
   * @param kind says, with its settings, what the gradient is; the same kind always means the same
   */
  @SuppressWarnings("unchecked") // IdentityN is untyped; its outputs have its inputs' types.
  public static Operand<TFloat32> through(
      Ops tf, String kind, Operand<TFloat32> y, List<Operand<TFloat32>> operands, Gradient grad) {
    GRADIENTS.putIfAbsent(kind, grad);
    List<Operand<?>> inputs = new ArrayList<>();
    inputs.add(tf.stopGradient(y));
    inputs.addAll(operands);
    // What follows the last dot is TensorFlow's, which makes names unique.
    IdentityN routed = tf.withName(PREFIX + kind + ".").identityN(inputs);
    return (Operand<TFloat32>) (Operand<?>) routed.output().get(0);
  }

  /** Whether {@link #through} made the IdentityN of this name. */
  public static boolean isRouted(String name) {
    return name.indexOf('.') > 0 && name.substring(name.lastIndexOf('/') + 1).startsWith(PREFIX);
  }

  /** The gradient of every IdentityN in the process; those not made here keep the identity's. */
  private static List<Operand<?>> gradient(Ops tf, GraphOperation op, List<Output<?>> dy) {
    if (!isRouted(op.name())) {
      return new ArrayList<>(dy);
    }
    String name = op.name();
    int start = name.lastIndexOf('/') + 1 + PREFIX.length();
    Gradient gradient = GRADIENTS.get(name.substring(start, name.lastIndexOf('.')));
    if (gradient == null) {
      throw new IllegalStateException("no gradient is known for " + name);
    }
    Operand<TFloat32> upstream = dy.get(0).expect(TFloat32.class);
    List<Operand<TFloat32>> operands = new ArrayList<>();
    for (int i = 1; i < op.numInputs(); i++) {
      operands.add(op.input(i).expect(TFloat32.class));
    }
    List<Operand<?>> gradients = new ArrayList<>();
    gradients.add(upstream);
    gradients.addAll(gradient.build(tf, upstream, operands));
    return gradients;
  }
}
