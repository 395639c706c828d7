package org.sourcefree.image;

/**
 * Bicubic weights along one axis, a = −0.5, widened by the factor of a reduction and normalised to
 * a sum of one, in 22-bit fixed point: what Pillow resizes 8-bit images with.
 */
final class BicubicKernel {
  static final int FRACTION_BITS = 22;
  private static final double REACH = 2;

  /** The first input pixel of each output pixel. */
  final int[] first;

  /** The number of input pixels of each output pixel. */
  final int[] count;

  /** Their weights · 2²², {@code stride} numbers for each output pixel. */
  final int[] weights;

  /** The largest count. */
  final int stride;

  private BicubicKernel(int length, int stride) {
    this.first = new int[length];
    this.count = new int[length];
    this.weights = new int[length * stride];
    this.stride = stride;
  }

  /**
   * The kernel for output pixels from…from + length − 1 of an axis resized from input to output.
   */
  static BicubicKernel bicubic(int input, int output, int from, int length) {
    double scale = (double) input / output;
    double widening = Math.max(scale, 1);
    double support = REACH * widening;
    int stride = 2 * (int) Math.ceil(support) + 1;
    BicubicKernel kernel = new BicubicKernel(length, stride);
    double[] row = new double[stride];
    for (int i = 0; i < length; i++) {
      double centre = (from + i + 0.5) * scale;
      int low = Math.max(0, (int) (centre - support + 0.5));
      int high = Math.min(input, (int) (centre + support + 0.5));
      double sum = 0;
      for (int j = low; j < high; j++) {
        row[j - low] = cubic((j - centre + 0.5) * (1 / widening));
        sum += row[j - low];
      }
      kernel.first[i] = low;
      kernel.count[i] = high - low;
      for (int j = 0; j < high - low; j++) {
        kernel.weights[i * stride + j] = fixedPoint(row[j] / sum);
      }
    }
    return kernel;
  }

  private static double cubic(double x) {
    double t = Math.abs(x);
    if (t < 1) {
      return (1.5 * t - 2.5) * t * t + 1;
    }
    return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << FRACTION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
