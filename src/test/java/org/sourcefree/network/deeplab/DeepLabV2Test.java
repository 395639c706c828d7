package org.sourcefree.network.deeplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.network.discriminator.Pixel;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class DeepLabV2Test {
  private static final List<Integer> RATES = List.of(6, 12, 18, 24);
  private static final DeepLabV2 RESNET_101 = new DeepLabV2(List.of(3, 4, 23, 3), 1, RATES);

  @Test
  void variablesAreNamedAndShapedAsTheCheckpointsKeys() throws IOException {
    Map<String, Shape> actual = new LinkedHashMap<>();
    variables(TinyNetwork.SETTINGS, 5).forEach(v -> actual.put(v.name(), v.shape()));
    assertThat(actual).isEqualTo(checkpointKeys());
  }

  @Test
  void resNet101HasItsVariablesAndParameters() {
    List<Variable> variables = variables(RESNET_101, 19);
    // 1 + 33·3 + 4 convolutions, as many batch norms of four vectors, 4 branches of weight and bias
    assertThat(variables).hasSize(104 + 4 * 104 + 8);
    long head = 4 * (9 * 2048 * 19 + 19);
    assertThat(size(variables, name -> name.startsWith("layer5."))).isEqualTo(head);
    // torchvision's ResNet-101 has 44,549,160 parameters, 2048·1000 + 1000 of them in the
    // classifier
    long backbone = 44_549_160 - 2_049_000;
    assertThat(size(variables, name -> !name.contains("running"))).isEqualTo(backbone + head);
    assertThat(size(variables, name -> name.contains("running"))).isEqualTo(105_344);
  }

  @Test
  void shortcutModeTrainsWhatTheReferenceCodeDoes() {
    Set<String> expected = new LinkedHashSet<>(goldenNames("group0_multiplicity_tiny"));
    expected.addAll(goldenNames("group1_multiplicity_tiny"));
    assertThat(trained(ScaleAndShift.SHORTCUT)).isEqualTo(expected);
  }

  @Test
  void frozenModeTrainsConvolutionsAndHeadAlone() {
    Set<String> expected = new LinkedHashSet<>(trained(ScaleAndShift.SHORTCUT));
    expected.removeIf(name -> name.contains("downsample.1"));
    assertThat(trained(ScaleAndShift.FROZEN)).isEqualTo(expected).hasSize(1 + 18 + 4 + 8);
  }

  @Test
  void allModeTrainsEveryScaleAndShiftToo() {
    Set<String> expected = new LinkedHashSet<>(trained(ScaleAndShift.SHORTCUT));
    for (JsonNode name : GoldenMeta.read("sgd").get("frozen_tiny")) {
      expected.add(name.asText());
    }
    assertThat(trained(ScaleAndShift.ALL))
        .isEqualTo(expected)
        .noneMatch(n -> n.contains("running"));
  }

  @Test
  void theHeadIsItsOwnGroup() {
    assertThat(variables(TinyNetwork.SETTINGS, 5))
        .filteredOn(variable -> TinyNetwork.SETTINGS.isHead(variable.name()))
        .extracting(Variable::name)
        .containsExactlyInAnyOrderElementsOf(goldenNames("group1_multiplicity_tiny"));
  }

  @Test
  void anOptimizersMomentumIsNotTrained() {
    for (String name : List.of("conv1.weight", "layer5.conv2d_list.0.weight")) {
      assertThat(TinyNetwork.SETTINGS.isTrained(name + ".momentum", ScaleAndShift.ALL))
          .as(name)
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1",
    "2,3,1,1",
    "8,9,2,2",
    "16,17,3,3",
    "97,129,13,17",
    "96,128,13,17",
    "65,33,9,5"
  })
  void logitsHaveAnEighthOfTheInputsSize(int height, int width, int h, int w) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Placeholder<TFloat32> input =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Network network =
          TinyNetwork.SETTINGS.build(tf, variables, input, 5, Normalisation.running(tf));
      TestTensors.initialise(session, variables, 1);
      Shape shape = Shape.of(2, height, width, 3);
      try (TFloat32 images = Tensors.floats(shape, TestTensors.normal(1, shape, 1));
          Result result =
              session
                  .runner()
                  .feed(input, images)
                  .fetch(network.logits())
                  .fetch(network.features())
                  .run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(2, h, w, 5));
        assertThat(result.get(1).shape()).isEqualTo(Shape.of(2, h, w, 256));
        assertThat(Tensors.array((TFloat32) result.get(0)))
            .satisfies(values -> assertThat(allFinite(values)).isTrue());
      }
    }
  }

  @Test
  void refusesBadSettings() {
    assertRefused("stages", () -> new DeepLabV2(List.of(3, 4, 23), 1, RATES));
    assertRefused("stages", () -> new DeepLabV2(List.of(3, 4, 0, 3), 1, RATES));
    assertRefused("width", () -> new DeepLabV2(List.of(1, 1, 1, 1), 0, RATES));
    assertRefused("width", () -> new DeepLabV2(List.of(1, 1, 1, 1), 0.3, RATES));
    assertRefused("width", () -> new DeepLabV2(List.of(1, 1, 1, 1), Double.NaN, RATES));
    assertRefused("width", () -> new DeepLabV2(List.of(1, 1, 1, 1), 9, RATES));
    assertRefused("atrous_rates", () -> new DeepLabV2(List.of(1, 1, 1, 1), 1, List.of()));
    assertRefused("atrous_rates", () -> new DeepLabV2(List.of(1, 1, 1, 1), 1, List.of(6, 0)));
    Attention attention = new Attention("features", new Pixel(4), Attention.Shortcut.IDENTITY);
    assertRefused(
        "stages",
        () ->
            new DeepLabV2(
                List.of(3, 4, 23, 1), 1, RATES, Optional.empty(), Optional.of(attention)));
    for (double momentum : new double[] {-0.1, 1.1, Double.NaN}) {
      assertRefused(
          "momentum",
          () ->
              new BatchNorm(
                  Statistics.BATCH,
                  ScaleAndShift.ALL,
                  momentum,
                  false,
                  Optional.empty(),
                  Optional.empty()));
    }
  }

  private static void assertRefused(String key, Runnable creation) {
    assertThatThrownBy(creation::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + " must ")
        .hasMessageContaining(", got ");
  }

  private static Set<String> trained(ScaleAndShift scaleAndShift) {
    return variables(TinyNetwork.SETTINGS, 5).stream()
        .map(Variable::name)
        .filter(name -> TinyNetwork.SETTINGS.isTrained(name, scaleAndShift))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Variable> variables(DeepLabV2 settings, int classes) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Placeholder<TFloat32> input =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      settings.build(tf, variables, input, classes, Normalisation.running(tf));
      return variables.all();
    }
  }

  private static long size(List<Variable> variables, Predicate<String> names) {
    return variables.stream()
        .filter(variable -> names.test(variable.name()))
        .mapToLong(variable -> variable.shape().size())
        .sum();
  }

  private static List<String> goldenNames(String group) {
    return GoldenMeta.read("sgd").get(group).properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !name.startsWith("layer6."))
        .toList();
  }

  /** The float32 entries, OIHW turned to HWIO, without the second head. */
  private static Map<String, Shape> checkpointKeys() throws IOException {
    Map<String, Shape> keys = new LinkedHashMap<>();
    String resource = "golden/network/tiny_keys.txt";
    try (InputStream in = DeepLabV2Test.class.getClassLoader().getResourceAsStream(resource)) {
      byte[] file = Objects.requireNonNull(in, resource).readAllBytes();
      for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
        List<String> cells = List.of(line.split("\t", -1));
        if (!cells.get(0).startsWith("layer6.") && !cells.get(0).endsWith("_tracked")) {
          long[] s =
              Arrays.stream(cells.get(2).split("x", -1)).mapToLong(Long::parseLong).toArray();
          keys.put(cells.get(0), s.length == 4 ? Shape.of(s[2], s[3], s[1], s[0]) : Shape.of(s));
        }
      }
    }
    return keys;
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
