package org.sourcefree.network.deeplab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.DilatedConvolution;
import org.sourcefree.graph.MatrixConvolution;
import org.sourcefree.graph.Relu;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNormLayers;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The bottleneck ResNet of DeepLab-V2 (He et al. 2016): the stride sits on the first 1×1
 * convolution of a stage's first block; stages 3 and 4 keep their size and dilate their 3×3
 * convolutions by 2 and 4, which gives output stride 8.
 */
final class ResNet {
  private static final int EXPANSION = 4;

  /**
   * Of one image with fewer, oneDNN's kernel for a strided 1×1 convolution's gradient by its
   * weights writes beyond its memory in TensorFlow 2.18, if the features' height or width is even.
   */
  private static final int LEAST_CHANNELS = 16;

  private static final int[] STRIDES = {1, 2, 1, 1};
  private static final int[] DILATIONS = {1, 1, 2, 4};

  private final Ops tf;
  private final Variables variables;
  private final BatchNormLayers batchNorm;
  private final ConvolutionKernels kernels;

  ResNet(Ops tf, Variables variables, BatchNormLayers batchNorm) {
    this.tf = tf;
    this.variables = variables;
    this.batchNorm = batchNorm;
    this.kernels = variables.kernels();
  }

  /**
   * Builds all stages.
   *
   * @param inputs [N, H, W, 3]
   * @param stages bottleneck blocks in each
   * @param planes channels of the stem, 64·width
   * @return every stage's output, the last [N, h, w, 32·planes]
   */
  List<Operand<TFloat32>> build(Operand<TFloat32> inputs, List<Integer> stages, int planes) {
    Operand<TFloat32> x = stem(inputs, planes);
    List<Operand<TFloat32>> outputs = new ArrayList<>();
    for (int stage = 0; stage < STRIDES.length; stage++) {
      for (int block = 0; block < stages.get(stage); block++) {
        String name = "layer%d.%d".formatted(stage + 1, block);
        x = bottleneck(x, name, planes << stage, block == 0 ? STRIDES[stage] : 0, DILATIONS[stage]);
      }
      outputs.add(x);
    }
    return outputs;
  }

  /** The last stage's last block, which attention stands before. */
  Operand<TFloat32> last(Operand<TFloat32> x, LastBlock block, int planes) {
    int stage = STRIDES.length - 1;
    String name = "layer%d.%d".formatted(stage + 1, block.index());
    return bottleneck(x, name, planes << stage, block.projects() ? 1 : 0, DILATIONS[stage]);
  }

  /** The stem: 7×7 convolution of stride 2, batch norm, ReLU, 3×3 max pool of stride 2. */
  Operand<TFloat32> stem(Operand<TFloat32> inputs, int channels) {
    Operand<TFloat32> kernel = kernel(inputs, "conv1", 7, channels);
    Operand<TFloat32> x = Relu.build(tf, normalised("bn1", kernel, w -> first(inputs, w)));
    // Ceil mode with padding 1 gives ⌊n/2⌋ + 1 outputs, as two more zeros behind do; after ReLU
    // zeros never win.
    return tf.nn.maxPool(
        padded(x, 1, 2),
        tf.constant(new int[] {1, 3, 3, 1}),
        tf.constant(new int[] {1, 2, 2, 1}),
        "VALID");
  }

  /**
   * The first convolution, of an even number of channels where it has to be, see {@link
   * ConvolutionKernels}.
   */
  private Operand<TFloat32> first(Operand<TFloat32> inputs, Operand<TFloat32> kernel) {
    if (kernels != ConvolutionKernels.EVEN_CONVOLUTION || inputs.shape().get(3) % 2 == 0) {
      return strided(padded(inputs, 3, 3), kernel, 2);
    }
    int[][] image = {{0, 0}, {3, 3}, {3, 3}, {0, 1}};
    int[][] channel = {{0, 0}, {0, 0}, {0, 1}, {0, 0}};
    Operand<TFloat32> zero = tf.constant(0f);
    return strided(
        tf.pad(inputs, tf.constant(image), zero), tf.pad(kernel, tf.constant(channel), zero), 2);
  }

  /** One block; a positive stride marks the first of its stage, which has a projection shortcut. */
  Operand<TFloat32> bottleneck(
      Operand<TFloat32> x, String name, int planes, int stride, int dilation) {
    int first = Math.max(stride, 1);
    int wide = EXPANSION * planes;
    Operand<TFloat32> a =
        Relu.build(tf, pointwise(x, name + ".conv1", name + ".bn1", planes, first));
    Operand<TFloat32> kernel = kernel(a, name + ".conv2", 3, planes);
    Operand<TFloat32> b =
        Relu.build(tf, normalised(name + ".bn2", kernel, w -> dilated(a, w, dilation)));
    Operand<TFloat32> y = pointwise(b, name + ".conv3", name + ".bn3", wide, 1);
    Operand<TFloat32> shortcut =
        stride > 0 ? pointwise(x, name + ".downsample.0", name + ".downsample.1", wide, stride) : x;
    return Relu.build(tf, tf.math.add(y, shortcut));
  }

  /** A 1×1 convolution and its batch norm. */
  private Operand<TFloat32> pointwise(
      Operand<TFloat32> x, String convolution, String norm, int channels, int stride) {
    Operand<TFloat32> kernel = kernel(x, convolution, 1, channels);
    return normalised(norm, kernel, w -> strided(x, w, stride));
  }

  /**
   * A convolution and its batch norm. With running averages the norm's scale goes into the kernel,
   * which is smaller than what the convolution gives.
   */
  private Operand<TFloat32> normalised(
      String norm, Operand<TFloat32> kernel, UnaryOperator<Operand<TFloat32>> convolution) {
    long channels = kernel.shape().get(3);
    if (!batchNorm.isRunning() || kernels != ConvolutionKernels.MATRIX) {
      return batchNorm.layer(convolution.apply(kernel), norm, channels);
    }
    BatchNormLayers.Affine affine = batchNorm.affine(norm, channels);
    Operand<TFloat32> scaled = convolution.apply(tf.math.mul(kernel, affine.scale()));
    return tf.math.add(scaled, affine.shift());
  }

  /** Without padding. */
  private Operand<TFloat32> strided(Operand<TFloat32> x, Operand<TFloat32> kernel, int stride) {
    boolean pointwise = kernel.shape().get(0) == 1;
    boolean few = kernel.shape().get(2) < LEAST_CHANNELS;
    if (pointwise && stride > 1 && few && kernels != ConvolutionKernels.CONVOLUTION) {
      return strided(everyNth(x, stride), kernel, 1);
    }
    if (pointwise && stride == 1 && kernels == ConvolutionKernels.MATRIX) {
      return MatrixConvolution.build(tf, x, kernel, 1);
    }
    List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
    return tf.nn.conv2d(x, kernel, strides, "VALID");
  }

  /** Every n-th row and column from the first on. */
  private Operand<TFloat32> everyNth(Operand<TFloat32> x, int n) {
    return tf.stridedSlice(
        x, tf.constant(new int[4]), tf.shape(x), tf.constant(new int[] {1, n, n, 1}));
  }

  private Operand<TFloat32> dilated(Operand<TFloat32> x, Operand<TFloat32> kernel, int dilation) {
    if (kernels == ConvolutionKernels.MATRIX) {
      return MatrixConvolution.build(tf, x, kernel, dilation);
    }
    if (dilation == 1) {
      return tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
    }
    return DilatedConvolution.build(tf, x, kernel, dilation);
  }

  private Operand<TFloat32> kernel(Operand<TFloat32> x, String name, int size, int channels) {
    Shape shape = Shape.of(size, size, x.shape().get(3), channels);
    return variables.get(name + ".weight", shape).value();
  }

  private Operand<TFloat32> padded(Operand<TFloat32> x, int before, int after) {
    int[][] padding = {{0, 0}, {before, after}, {before, after}, {0, 0}};
    return tf.pad(x, tf.constant(padding), tf.constant(0f));
  }
}
