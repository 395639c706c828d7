package org.sourcefree.testing;

/**
 * Dilated convolution, stride 1, zero padding to the input's size, and its gradients as explicit
 * sums in double precision: x [n, h, w, in], kernel [3, 3, in, out], upstream gradient [n, h, w,
 * out].
 */
public record DirectConvolution(int n, int h, int w, int in, int out, int dilation) {

  /** The sum over one contribution of input i and kernel element k to output o. */
  private interface Contribution {
    void add(int i, int k, int o);
  }

  /** The output. */
  public double[] values(float[] x, float[] kernel) {
    double[] y = new double[n * h * w * out];
    each((i, k, o) -> y[o] += (double) x[i] * kernel[k]);
    return y;
  }

  /** The gradient by x. */
  public double[] byInput(float[] kernel, float[] upstream) {
    double[] gradient = new double[n * h * w * in];
    each((i, k, o) -> gradient[i] += (double) upstream[o] * kernel[k]);
    return gradient;
  }

  /** The gradient by the kernel. */
  public double[] byKernel(float[] x, float[] upstream) {
    double[] gradient = new double[9 * in * out];
    each((i, k, o) -> gradient[k] += (double) upstream[o] * x[i]);
    return gradient;
  }

  private void each(Contribution contribution) {
    for (int pixel = 0; pixel < n * h * w; pixel++) {
      for (int tap = 0; tap < 9; tap++) {
        int y = pixel / w % h + (tap / 3 - 1) * dilation;
        int x = pixel % w + (tap % 3 - 1) * dilation;
        if (y >= 0 && y < h && x >= 0 && x < w) {
          int source = (pixel / (h * w) * h + y) * w + x;
          channels(contribution, source, tap, pixel);
        }
      }
    }
  }

  private void channels(Contribution contribution, int source, int tap, int target) {
    for (int c = 0; c < in; c++) {
      for (int o = 0; o < out; o++) {
        contribution.add(source * in + c, (tap * in + c) * out + o, target * out + o);
      }
    }
  }
}
