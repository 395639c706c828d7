package org.sourcefree.network.deeplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNormLayers;
import org.sourcefree.network.Normalisation;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class ResNetTest {
  private static final int CHANNELS = 3;
  private static final double TOLERANCE = 0.02;

  @ParameterizedTest
  @CsvSource({"1,1", "2,3", "7,10", "9,12", "11,5"})
  void stemTakesEveryOtherPixelThenPoolsInCeilMode(int height, int width) {
    Shape shape = Shape.of(2, height, width, 3);
    float[] x = normal(1, shape, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> stem = resNet(tf, variables, false).stem(constant(tf, shape, x), CHANNELS);
      variables.assign(session, identityStem());
      assertThat(fetch(session, stem))
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(pooled(x, 2, height, width));
    }
  }

  @ParameterizedTest
  @CsvSource({"true,9,12", "false,9,12", "true,10,7", "false,10,7"})
  void stemsGradientsMatchDifferences(boolean batchStatistics, int height, int width) {
    Shape shape = Shape.of(2, height, width, 3);
    float[] start = normal(1, shape, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> x = constant(tf, shape, start);
      Operand<TFloat32> stem = resNet(tf, variables, batchStatistics).stem(x, CHANNELS);
      TestTensors.initialise(session, variables, 2);
      assertThat(new FiniteDifferences(graph, session, x, stem).error(start, 2e-3, 5e-4))
          .as("by x")
          .isLessThan(TOLERANCE);
      assertGradientsByVariables(graph, session, variables, stem, 1e-3, 2e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,1,1",
    "false,1,1",
    "true,2,1",
    "false,2,1",
    "true,1,2",
    "false,1,2",
    "true,1,4",
    "false,1,4",
    "true,0,1",
    "false,0,2",
    "true,0,4",
    "false,0,4"
  })
  void bottlenecksGradientsMatchDifferences(boolean batchStatistics, int stride, int dilation) {
    Shape shape = Shape.of(2, 7, 10, stride > 0 ? 5 : 16);
    float[] start = normal(1, shape, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> x = constant(tf, shape, start);
      Operand<TFloat32> y =
          resNet(tf, variables, batchStatistics).bottleneck(x, "layer1.0", 4, stride, dilation);
      TestTensors.initialise(session, variables, 2);
      assertThat(variables.all()).hasSize(stride > 0 ? 20 : 15);
      assertThat(
              new FiniteDifferences(graph, session, x, y)
                  .error(start, 1e-3, 6e-4, 3e-4, 2e-4, 1e-4, 6e-5, 3e-5))
          .as("by x")
          .isLessThan(TOLERANCE);
      assertGradientsByVariables(
          graph, session, variables, y, 1e-3, 6e-4, 3e-4, 2e-4, 1e-4, 6e-5, 3e-5);
    }
  }

  /** A stage that dilates instead of striding computes the same at the pixels both have. */
  @ParameterizedTest
  @CsvSource({"7,10", "8,5", "1,2"})
  void denseFeaturesSubsampledEqualStridedOnes(int height, int width) {
    Shape shape = Shape.of(2, height, width, 5);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      ResNet resNet = resNet(tf, variables, false);
      Operand<TFloat32> x = constant(tf, shape, normal(1, shape, 1));
      Operand<TFloat32> strided = resNet.bottleneck(x, "layer3.0", 2, 2, 1);
      Operand<TFloat32> dense = resNet.bottleneck(x, "layer3.0", 2, 1, 2);
      Operand<TFloat32> stridedTwice = resNet.bottleneck(strided, "layer3.1", 2, 0, 1);
      Operand<TFloat32> denseTwice = resNet.bottleneck(dense, "layer3.1", 2, 0, 2);
      TestTensors.initialise(session, variables, 2);
      assertThat(strided.shape()).isEqualTo(Shape.of(2, (height + 1) / 2, (width + 1) / 2, 8));
      assertThat(fetch(session, stridedTwice))
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(subsampled(fetch(session, denseTwice), height, width, 8));
    }
  }

  @Test
  void strideSitsOnTheFirstConvolutionSoThatOddPixelsAreNotSeen() {
    Shape shape = Shape.of(1, 6, 8, 5);
    float[] values = normal(1, shape, 1);
    float[] changed = values.clone();
    for (int i = 0; i < values.length; i++) {
      int pixel = i / 5;
      if (pixel / 8 % 2 == 1 || pixel % 2 == 1) {
        changed[i] = 100;
      }
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      ResNet resNet = resNet(tf, variables, false);
      Operand<TFloat32> first = resNet.bottleneck(constant(tf, shape, values), "layer2.0", 2, 2, 1);
      Operand<TFloat32> second =
          resNet.bottleneck(constant(tf, shape, changed), "layer2.0", 2, 2, 1);
      TestTensors.initialise(session, variables, 2);
      assertThat(fetch(session, second)).isEqualTo(fetch(session, first));
    }
  }

  /** Batch norm's own scale and shift are BatchNormLayersTest's; here they count in shortcuts. */
  private static void assertGradientsByVariables(
      Graph graph, Session session, Variables variables, Operand<TFloat32> value, double... steps) {
    for (Variable variable : variables.all()) {
      if (TinyNetwork.SETTINGS.isTrained(variable.name(), BatchNorm.ScaleAndShift.SHORTCUT)) {
        float[] values = variables.read(session, variable.name());
        assertThat(
                new FiniteDifferences(graph, session, variable.value(), value).error(values, steps))
            .as("by " + variable.name())
            .isLessThan(TOLERANCE);
      }
    }
  }

  private static ResNet resNet(Ops tf, Variables variables, boolean batchStatistics) {
    return new ResNet(
        tf,
        variables,
        new BatchNormLayers(
            tf, variables, new Normalisation(batchStatistics, tf.constant(0f), List.of())));
  }

  /** A stem whose convolution copies the centre pixel and whose batch norm changes nothing. */
  private static Map<String, float[]> identityStem() {
    float[] kernel = new float[7 * 7 * 3 * CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      kernel[(24 * 3 + c) * CHANNELS + c] = 1;
    }
    float[] ones = new float[CHANNELS];
    Arrays.fill(ones, 1);
    float[] variance = new float[CHANNELS];
    Arrays.fill(variance, 1 - 1e-5f);
    return Map.of(
        "conv1.weight", kernel,
        "bn1.weight", ones,
        "bn1.bias", new float[CHANNELS],
        "bn1.running_mean", new float[CHANNELS],
        "bn1.running_var", variance);
  }

  /** 3×3 max pool of stride 2, padding 1, ceil mode, on max(x, 0) at even rows and columns. */
  private static float[] pooled(float[] x, int n, int height, int width) {
    int h = (height + 1) / 2;
    int w = (width + 1) / 2;
    int pooledHeight = poolSize(h);
    int pooledWidth = poolSize(w);
    float[] result = new float[n * pooledHeight * pooledWidth * CHANNELS];
    for (int i = 0; i < result.length; i++) {
      int c = i % CHANNELS;
      int column = i / CHANNELS % pooledWidth;
      int row = i / CHANNELS / pooledWidth % pooledHeight;
      int image = i / CHANNELS / pooledWidth / pooledHeight;
      for (int y = Math.max(2 * row - 1, 0); y <= Math.min(2 * row + 1, h - 1); y++) {
        for (int z = Math.max(2 * column - 1, 0); z <= Math.min(2 * column + 1, w - 1); z++) {
          float value = x[((image * height + 2 * y) * width + 2 * z) * CHANNELS + c];
          result[i] = Math.max(result[i], value);
        }
      }
    }
    return result;
  }

  /** PyTorch's MaxPool2d(3, 2, padding 1, ceil_mode): the last window must begin before the end. */
  private static int poolSize(int size) {
    int windows = (int) Math.ceil((size + 2 - 3) / 2.0) + 1;
    return (windows - 1) * 2 >= size + 1 ? windows - 1 : windows;
  }

  private static float[] subsampled(float[] dense, int height, int width, int channels) {
    int h = (height + 1) / 2;
    int w = (width + 1) / 2;
    int images = dense.length / (height * width * channels);
    float[] result = new float[images * h * w * channels];
    for (int i = 0; i < result.length; i++) {
      int pixel = i / channels;
      int image = pixel / (h * w);
      int y = 2 * (pixel / w % h);
      int x = 2 * (pixel % w);
      result[i] = dense[((image * height + y) * width + x) * channels + i % channels];
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allKindsOfKernelsGiveTheSameFeatures(boolean batchStatistics) {
    Shape shape = Shape.of(2, 33, 48, 3);
    DeepLabV2 settings = new DeepLabV2(List.of(2, 1, 2, 1), 0.0625, List.of(1));
    float[] images = normal(1, shape, 1);
    List<float[]> features = new ArrayList<>();
    for (ConvolutionKernels kernels : ConvolutionKernels.values()) {
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        Variables variables = new Variables(tf, kernels);
        Operand<TFloat32> built =
            resNet(tf, variables, batchStatistics)
                .build(constant(tf, shape, images), settings.stages(), settings.baseChannels())
                .get(3);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Variables.Variable weight : variables.all()) {
          SplittableRandom random = new SplittableRandom(weight.name().hashCode());
          values.put(weight.name(), DeepLabV2.initialValues(weight.name(), weight.shape(), random));
        }
        variables.assign(session, values);
        features.add(fetch(session, built));
      }
    }
    for (float[] others : features.subList(1, features.size())) {
      for (int i = 0; i < others.length; i++) {
        assertThat(others[i]).isCloseTo(features.get(0)[i], within(1e-3f));
      }
    }
  }

  @Test
  void stagesHaveTheirStrideDilationAndWidth() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf, ConvolutionKernels.CONVOLUTION);
      Shape shape = Shape.of(1, 64, 48, 3);
      DeepLabV2 settings = new DeepLabV2(List.of(2, 1, 2, 1), 0.0625, List.of(1));
      Operand<TFloat32> features =
          resNet(tf, variables, true)
              .build(
                  constant(tf, shape, normal(1, shape, 1)),
                  settings.stages(),
                  settings.baseChannels())
              .get(3);
      assertThat(features.shape()).isEqualTo(Shape.of(1, 9, 7, 128));
      assertThat(dilations(graph)).containsExactly(2L, 2L, 4L);
    }
  }

  private static List<Long> dilations(Graph graph) {
    return graph.toGraphDef().getNodeList().stream()
        .filter(node -> node.getOp().equals("Conv2D"))
        .map(node -> node.getAttrOrThrow("dilations").getList().getI(1))
        .filter(dilation -> dilation > 1)
        .toList();
  }
}
