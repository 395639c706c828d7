package org.sourcefree.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
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
  private static final List<Long> UNIT_STRIDES = List.of(1L, 1L, 1L, 1L);
  private static final String PADDING = "SAME";

  private DilatedConvolution() {}

  /**
   * Builds the convolution.
   *
   * @param x input, [N, H, W, in]
   * @param w kernel, [kh, kw, in, out]
   * @param dilation distance between kernel taps, pixels, at least 1
   * @return [N, H, W, out]
   */
  public static Operand<TFloat32> build(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, int dilation) {
    List<Long> dilations = List.of(1L, (long) dilation, (long) dilation, 1L);
    Operand<TFloat32> raw = tf.nn.conv2d(x, w, UNIT_STRIDES, PADDING, Conv2d.dilations(dilations));
    return GradientRoute.through(
        tf,
        "dilated_convolution_" + dilation,
        raw,
        List.of(x, w),
        (ops, upstream, operands) ->
            gradient(ops, upstream, operands.get(0), operands.get(1), dilations));
  }

  private static List<Operand<TFloat32>> gradient(
      Ops tf,
      Operand<TFloat32> upstream,
      Operand<TFloat32> x,
      Operand<TFloat32> w,
      List<Long> dilations) {
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
    return List.of(dx, dw);
  }
}
