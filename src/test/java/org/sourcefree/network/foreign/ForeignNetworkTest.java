package org.sourcefree.network.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.DilatedConvolution;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Which parts of another program's graph are trained, and what is refused by name. */
class ForeignNetworkTest {
  private static final List<Long> UNIT = List.of(1L, 1L, 1L, 1L);

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Operand<TFloat32> image =
      tf.withName("image").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void randomOperationsAreRefusedByName() {
    Operand<TFloat32> hidden = conv(image, "first", 3, 4);
    Operand<TFloat32> noise =
        tf.withName("noise").random.randomUniform(tf.shape(hidden), TFloat32.class);
    tf.withName("logits").math.mul(hidden, noise);
    refused("the node noise draws at random", "RandomUniform");
  }

  @Test
  void weightsBehindAStoppedGradientAreFrozen() {
    Operand<TFloat32> hidden = tf.stopGradient(conv(image, "first", 3, 4));
    tf.withName("logits").identity(conv(hidden, "second", 4, 5));
    ForeignNetwork network = network("image");
    network.requireTrainable();
    assertThat(trained(network)).containsExactly("second");
    assertThat(network.frozen()).containsExactly("first");
  }

  @Test
  void aGraphWhoseGradientsAreAllStoppedIsRefused() {
    tf.withName("logits").stopGradient(conv(image, "first", 3, 4));
    refused("must hold kernels or biases");
  }

  @Test
  void batchNormWithoutRunningAveragesIsRefused() {
    Operand<TFloat32> none = tf.constant(new float[0]);
    Operand<TFloat32> ones = tf.constant(new float[] {1, 1, 1, 1});
    Operand<TFloat32> zeros = tf.constant(new float[4]);
    tf.withName("logits")
        .nn
        .fusedBatchNorm(
            conv(image, "first", 3, 4), ones, zeros, none, none, FusedBatchNorm.isTraining(true));
    refused("must have running averages", "the node logits", "for training");
  }

  @Test
  void aResizeToTheRawImageTakesTheInputsSize() {
    Operand<TFloat32> input =
        tf.withName("input").math.sub(image, tf.constant(new float[] {1, 2, 3}));
    tf.withName("logits").image.resizeBilinear(conv(input, "first", 3, 4), sizeOf(image));
    ForeignNetwork network = network("input");
    network.requireTrainable();
    assertThat(trained(network)).containsExactly("first");
  }

  @Test
  void aResizeToAnImageOfAnotherSizeIsRefused() {
    Operand<TFloat32> input =
        tf.withName("input").image.resizeBilinear(image, tf.constant(new int[] {65, 65}));
    tf.withName("logits").image.resizeBilinear(conv(input, "first", 3, 4), sizeOf(image));
    assertThatThrownBy(() -> network("input"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("the node image is read besides", "before the resize");
  }

  @ParameterizedTest
  @CsvSource({
    "PreventGradient, has no gradient (PreventGradient)",
    "Gather, has no gradient (Gather)",
    "EnsureShape, has no gradient (EnsureShape)",
    "Round, has no gradient (Round)",
    "PartitionedCall, calls a function (PartitionedCall)",
    "StatefulPartitionedCall, calls a function (StatefulPartitionedCall)",
    "Switch, is control flow (Switch)",
    "If, is control flow (If)",
    "StatelessIf, is control flow (StatelessIf)",
    "While, is control flow (While)",
    "StatelessWhile, is control flow (StatelessWhile)"
  })
  void operationsThatCannotBeTrainedAreRefusedByName(String op, String reason) {
    tf.withName("logits").identity(tf.withName("bad").identity(conv(image, "first", 3, 4)));
    refused(
        written -> {
          GraphDef.Builder changed = written.toBuilder();
          changed.getNodeBuilderList().stream()
              .filter(node -> node.getName().equals("bad"))
              .forEach(node -> node.setOp(op));
          return changed.build();
        },
        "the node bad " + reason);
  }

  @Test
  void explicitPaddingIsRefused() {
    conv(
        tf.withName("logits"),
        image,
        "first",
        4,
        "EXPLICIT",
        Conv2d.explicitPaddings(List.of(0L, 0L, 1L, 1L, 1L, 1L, 0L, 0L)));
    refused("the node logits pads explicitly");
  }

  @Test
  void channelsFirstAreRefused() {
    conv(tf.withName("logits"), image, "first", 4, "SAME", Conv2d.dataFormat("NCHW"));
    refused("the node logits has its channels first");
  }

  @Test
  void logSoftmaxOfImagesIsRefused() {
    tf.withName("logits").nn.logSoftmax(conv(image, "first", 3, 4));
    refused("the node logits does not fit", "LogSoftmax");
  }

  @Test
  void vectorsThatAreAddedToAConvolutionAreBiases() {
    Operand<TFloat32> hidden =
        tf.math.add(
            conv(image, "first", 3, 4), tf.withName("bias").constant(new float[] {1, 2, 3, 4}));
    Operand<TFloat32> shifted =
        tf.math.add(tf.withName("shift").constant(3f), conv(tf.nn.relu(hidden), "second", 4, 5));
    tf.withName("logits")
        .math
        .add(tf.nn.relu(shifted), tf.withName("prior").constant(new float[] {1, 2, 3, 4, 5}));
    assertThat(trained(network("image"))).containsExactlyInAnyOrder("first", "bias", "second");
  }

  @Test
  void ourRouteOfGradientsLeadsToTheConvolutionItself() {
    Operand<TFloat32> kernel = tf.withName("first").constant(new float[3][3][3][4]);
    tf.withName("logits").identity(DilatedConvolution.build(tf, image, kernel, 2));
    ForeignNetwork network = network("image");
    network.requireTrainable();
    assertThat(trained(network)).containsExactly("first");
    assertThat(network.graph().getNodeList())
        .extracting(NodeDef::getOp)
        .contains("Conv2D")
        .doesNotContain("IdentityN", "StopGradient");
  }

  @Test
  void everyOutputOfAnIdentityIsWhatItPassesOn() {
    Operand<TFloat32> hidden = conv(image, "first", 3, 4);
    Operand<?> passed =
        tf.identityN(List.<Operand<?>>of(tf.nn.relu(hidden), hidden)).output().get(1);
    tf.withName("logits").nn.relu(passed.asOutput().expect(TFloat32.class));
    ForeignNetwork network = network("image");
    network.requireTrainable();
    assertThat(trained(network)).containsExactly("first");
  }

  @Test
  void ourOwnNetworkIsTrainedInFullWithoutItsDescription() {
    Variables variables = new Variables(tf, ConvolutionKernels.CONVOLUTION);
    Network ours =
        TinyNetwork.SETTINGS.build(
            tf, variables, image, TinyNetwork.CLASSES, Normalisation.running(tf));
    tf.withName("logits").identity(ours.logits());
    ForeignNetwork network = network("image");
    network.requireTrainable();
    assertThat(trained(network))
        .containsExactlyInAnyOrderElementsOf(
            variables.all().stream()
                .map(Variables.Variable::name)
                .filter(name -> TinyNetwork.SETTINGS.isTrained(name, ScaleAndShift.ALL))
                .map(name -> "variables/" + name)
                .toList());
    assertThat(network.frozen()).isEmpty();
  }

  private Operand<TInt32> sizeOf(Operand<TFloat32> images) {
    return tf.slice(tf.shape(images), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
  }

  private Operand<TFloat32> conv(Operand<TFloat32> x, String kernel, int in, int out) {
    Operand<TFloat32> w = tf.withName(kernel).constant(new float[1][1][in][out]);
    return tf.nn.conv2d(x, w, UNIT, "SAME");
  }

  private void conv(
      Ops named, Operand<TFloat32> x, String kernel, int out, String padding, Conv2d.Options set) {
    Operand<TFloat32> w = tf.withName(kernel).constant(new float[1][1][3][out]);
    named.nn.conv2d(x, w, UNIT, padding, set);
  }

  private void refused(String... words) {
    refused(UnaryOperator.identity(), words);
  }

  private void refused(UnaryOperator<GraphDef> change, String... words) {
    assertThatThrownBy(() -> network(change.apply(graph.toGraphDef()), "image").requireTrainable())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  private ForeignNetwork network(String input) {
    return network(graph.toGraphDef(), input);
  }

  private ForeignNetwork network(GraphDef written, String input) {
    ForeignWeights found =
        new ForeignWeights(written, TensorName.parse(input), TensorName.parse("logits"));
    Map<String, Shape> shapes = new LinkedHashMap<>();
    found
        .tensors()
        .forEach(
            (name, tensor) ->
                shapes.put(name, graph.operation(tensor.node()).output(tensor.output()).shape()));
    return new ForeignNetwork(found.network(shapes), "logits:0", List.of());
  }

  private static List<String> trained(ForeignNetwork network) {
    return network.graph().getNodeList().stream()
        .map(NodeDef::getName)
        .filter(name -> network.isTrained(name, ScaleAndShift.ALL))
        .toList();
  }
}
