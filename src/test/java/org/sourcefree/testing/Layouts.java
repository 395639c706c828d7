package org.sourcefree.testing;

/** Array layouts: the golden vectors are NCHW and OIHW, TensorFlow's are NHWC and HWIO. */
public final class Layouts {
  private Layouts() {}

  /** NCHW to NHWC. */
  public static float[] nhwc(float[] nchw, long... shape) {
    return permute(nchw, shape, 0, 2, 3, 1);
  }

  /** NHWC to NCHW; the shape is that of the result. */
  public static float[] nchw(float[] nhwc, long n, long c, long h, long w) {
    return permute(nhwc, new long[] {n, h, w, c}, 0, 3, 1, 2);
  }

  /** OIHW to HWIO; vectors stay as they are. */
  public static float[] hwio(float[] values, long... shape) {
    return shape.length == 4 ? permute(values, shape, 2, 3, 1, 0) : values;
  }

  private static float[] permute(float[] values, long[] shape, int... order) {
    int[] strides = {
      (int) (shape[1] * shape[2] * shape[3]), (int) (shape[2] * shape[3]), (int) shape[3], 1
    };
    float[] result = new float[values.length];
    int next = 0;
    for (int a = 0; a < shape[order[0]]; a++) {
      for (int b = 0; b < shape[order[1]]; b++) {
        for (int c = 0; c < shape[order[2]]; c++) {
          for (int d = 0; d < shape[order[3]]; d++) {
            int source =
                a * strides[order[0]]
                    + b * strides[order[1]]
                    + c * strides[order[2]]
                    + d * strides[order[3]];
            result[next++] = values[source];
          }
        }
      }
    }
    return result;
  }
}
