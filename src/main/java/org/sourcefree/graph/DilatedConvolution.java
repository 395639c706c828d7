package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.IdentityN;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.types.TFloat32;

/**
 * Dilated (atrous) 2-D convolution, stride 1, zero padding to the input's size, with a right
 * gradient. TensorFlow's C++ gradient of Conv2D drops the dilations and is silently wrong. Here the
 * convolution stays as it is, behind a StopGradient, and an IdentityN over (convolution, x, w)
 * carries a gradient of its own: Conv2DBackpropInput and Conv2DBackpropFilter with the dilations
 * set.
 */
public final class DilatedConvolution {
  private static final String ROUTE = "IdentityN";
  private static final List<Long> UNIT_STRIDES = List.of(1L, 1L, 1L, 1L);
  private static final String PADDING = "SAME";

  static {
    TensorFlow.registerCustomGradient(ROUTE, DilatedConvolution::gradient);
  }

  private DilatedConvolution() {}

  /**
   * Builds the convolution.
   *
   * @param x input, [N, H, W, in]
   * @param w kernel, [kh, kw, in, out]
   * @param dilation distance between kernel taps, pixels, at least 1
   * @return [N, H, W, out]
   */
  @SuppressWarnings("unchecked") // IdentityN is untyped; its outputs have its inputs' types.
  public static Operand<TFloat32> build(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, int dilation) {
    List<Long> dilations = List.of(1L, (long) dilation, (long) dilation, 1L);
    Operand<TFloat32> raw = tf.nn.conv2d(x, w, UNIT_STRIDES, PADDING, Conv2d.dilations(dilations));
    IdentityN routed = tf.identityN(List.<Operand<?>>of(tf.stopGradient(raw), x, w));
    return (Operand<TFloat32>) (Operand<?>) routed.output().get(0);
  }

  /** The gradient of every IdentityN in the process; those not made here keep the identity's. */
  private static List<Operand<?>> gradient(Ops tf, GraphOperation routed, List<Output<?>> dy) {
    if (!isRouted(routed)) {
      return new ArrayList<>(dy);
    }
    GraphOperation convolution = producer(producer(routed, 0), 0);
    Long[] dilations =
        Arrays.stream(convolution.attributes().getAttrIntList("dilations"))
            .boxed()
            .toArray(Long[]::new);
    Operand<TFloat32> upstream = dy.get(0).expect(TFloat32.class);
    Operand<TFloat32> x = routed.input(1).expect(TFloat32.class);
    Operand<TFloat32> w = routed.input(2).expect(TFloat32.class);
    Operand<TFloat32> dx =
        tf.nn.conv2dBackpropInput(
            tf.shape(x),
            w,
            upstream,
            UNIT_STRIDES,
            PADDING,
            Conv2dBackpropInput.dilations(dilations));
    Operand<TFloat32> dw =
        tf.nn.conv2dBackpropFilter(
            x,
            tf.shape(w),
            upstream,
            UNIT_STRIDES,
            PADDING,
            Conv2dBackpropFilter.dilations(dilations));
    return List.of(upstream, dx, dw);
  }

  private static boolean isRouted(GraphOperation op) {
    return op.numInputs() == 3
        && producer(op, 0).type().equals("StopGradient")
        && producer(producer(op, 0), 0).type().equals("Conv2D");
  }

  private static GraphOperation producer(GraphOperation op, int input) {
    return (GraphOperation) op.input(input).op();
  }
}
