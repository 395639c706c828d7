package org.sourcefree.torch;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * PyTorch's layout of weights and TensorFlow's: convolution kernels are [out, in, height, width]
 * there and [height, width, in, out] here; everything else is the same.
 */
final class AxisOrder {
  private AxisOrder() {}

  /** The shape PyTorch gives to what has this shape in TensorFlow. */
  static List<Long> torchShape(Shape shape) {
    long[] s = shape.asArray();
    return s.length == 4 ? List.of(s[3], s[2], s[0], s[1]) : Arrays.stream(s).boxed().toList();
  }

  /**
   * PyTorch's values in TensorFlow's order.
   *
   * @param values row-major
   * @param shape in TensorFlow
   */
  static float[] fromTorch(float[] values, Shape shape) {
    return reordered(values, shape, true);
  }

  /**
   * TensorFlow's values in PyTorch's order.
   *
   * @param values row-major
   * @param shape in TensorFlow
   */
  static float[] toTorch(float[] values, Shape shape) {
    return reordered(values, shape, false);
  }

  private static float[] reordered(float[] values, Shape shape, boolean fromTorch) {
    if (shape.numDimensions() != 4) {
      return values;
    }
    int taps = Math.toIntExact(shape.get(0) * shape.get(1));
    int in = Math.toIntExact(shape.get(2));
    int out = Math.toIntExact(shape.get(3));
    float[] result = new float[values.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          int torch = (o * in + i) * taps + tap;
          int here = (tap * in + i) * out + o;
          result[fromTorch ? here : torch] = values[fromTorch ? torch : here];
        }
      }
    }
    return result;
  }
}
