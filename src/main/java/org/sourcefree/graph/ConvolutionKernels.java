package org.sourcefree.graph;

/** How a network's convolutions are computed; the results are the same but for rounding. */
public enum ConvolutionKernels {
  /**
   * As matrix products. On CPUs a product runs near the machine's peak, while oneDNN's convolutions
   * of one float32 image read unpacked weights and reach a fraction of it.
   */
  MATRIX,
  /** TensorFlow's Conv2D: cuDNN's kernels on a GPU. */
  CONVOLUTION,
  /**
   * TensorFlow's Conv2D of an even number of channels, the image's three and one of zeros: of an
   * odd number TensorFlow 2.18 reads beyond the end in bfloat16.
   */
  EVEN_CONVOLUTION
}
