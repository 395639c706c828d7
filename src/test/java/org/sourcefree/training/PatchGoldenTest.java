package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.clustering.KMeans;
import org.sourcefree.clustering.KMeans.Empty;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Network;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.PatchClassification;
import org.sourcefree.objective.Patches;
import org.sourcefree.objective.Predictions;
import org.sourcefree.patches.PatchModes;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Kinds of patches on vectors that were computed from the same description as this code, not by the
 * paper's authors.
 */
class PatchGoldenTest {
  private static final double TOLERANCE = 2e-5;

  private static Npy read(String name, String array) {
    return Npy.read("golden/dpr/" + name + "_" + array + ".npy");
  }

  private static JsonNode meta(String name) {
    return GoldenMeta.read("dpr").get("cases").get(name);
  }

  private static PatchModes modes(JsonNode meta) {
    return new PatchModes(
        meta.get("K").asInt(),
        meta.get("patch_hw").get(0).asInt(),
        meta.get("patch_hw").get(1).asInt(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(meta.get("middle").asInt()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"patches_a", "patches_b"})
  void lloydsStepsMatch(String name) {
    float[][] start = rows(read(name, "centres_before"));
    List<float[]> histograms = List.of(rows(read(name, "histograms")));
    float[][] expected = rows(read(name, "centres"));
    float[][] centres = KMeans.centres(histograms, List.of(start), Empty.KEPT);
    for (int k = 0; k < expected.length; k++) {
      assertThat(centres[k]).usingComparatorWithPrecision(1e-6f).containsExactly(expected[k]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patches_a", "patches_b"})
  void kindsScoresLossAndGradientsMatch(String name) {
    JsonNode meta = meta(name);
    PatchModes modes = modes(meta);
    Npy golden = read(name, "logits");
    long[] s = golden.shape();
    int classes = (int) s[1];
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> low =
          tf.constant(
              Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(golden.floats(), s)));
      Predictions predictions = predictions(tf, low, read(name, "labels"), classes);
      PatchReading reading = new PatchReading(modes, variables, classes);
      Patches patches = reading.build(tf, predictions);
      Operand<TFloat32> loss =
          Losses.value(
              tf,
              new PatchClassification(1, Optional.empty(), Optional.empty()),
              predictions.withPatches(patches));
      Map<String, float[]> head = head(read(name, "head").floats(), modes, classes);
      PatchReading.assign(session, variables, rows(read(name, "centres")));
      variables.assign(session, head);

      assertThat(fetch(session, reading.histograms(tf, predictions)))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(read(name, "histograms").floats());
      assertThat(fetch(session, patches.kinds()))
          .containsExactly(oneHot(read(name, "modes"), modes.clusters()));
      Npy scores = read(name, "patch_logits");
      assertThat(
              FlatWeights.error(
                  fetch(session, patches.logits()), Layouts.nhwc(scores.floats(), scores.shape())))
          .isLessThan(TOLERANCE);
      double value = meta.get("value").asDouble();
      assertThat((double) fetch(session, loss)[0]).isCloseTo(value, within(TOLERANCE * value));

      assertThat(
              FlatWeights.error(
                  gradient(graph, session, loss, low),
                  Layouts.nhwc(read(name, "grad_logits").floats(), s)))
          .isLessThan(TOLERANCE);
      Map<String, float[]> expected = head(read(name, "grad_head").floats(), modes, classes);
      for (Variable weight : variables.of(Variables.Role.WEIGHT)) {
        assertThat(
                FlatWeights.error(
                    gradient(graph, session, loss, weight.value()), expected.get(weight.name())))
            .as(weight.name())
            .isLessThan(TOLERANCE);
      }
    }
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> low, Npy labels, int classes) {
    long[] size = labels.shape();
    return Predictions.of(
        tf,
        Network.upsample(tf, low, tf.constant(new int[] {(int) size[1], (int) size[2]})),
        tf.constant(Tensors.bytes(Shape.of(size), labels.ids())),
        classes,
        new Draws(0, tf.constant(0L)));
  }

  private static float[] gradient(
      Graph graph, Session session, Operand<TFloat32> loss, Operand<TFloat32> by) {
    Output<?>[] gradient = graph.addGradients(loss.asOutput(), new Output<?>[] {by.asOutput()});
    return fetch(session, gradient[0].expect(TFloat32.class));
  }

  /** W1 [M, C], b1 [M], W2 [K, M], b2 [K], one after another, by the product's names. */
  private static Map<String, float[]> head(float[] flat, PatchModes modes, int classes) {
    int hidden = modes.hidden();
    int[][] shapes = {{hidden, classes}, {hidden}, {modes.clusters(), hidden}, {modes.clusters()}};
    List<String> names =
        List.of("conv1.weight", "conv1.bias", "classifier.weight", "classifier.bias");
    Map<String, float[]> values = new LinkedHashMap<>();
    int from = 0;
    for (int i = 0; i < shapes.length; i++) {
      int[] shape = shapes[i];
      int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      float[] part = Arrays.copyOfRange(flat, from, from + size);
      from += size;
      values.put(
          PatchModes.OWNER + "." + names.get(i),
          shape.length == 2 ? Layouts.hwio(part, shape[0], shape[1], 1, 1) : part);
    }
    assertThat(from).isEqualTo(flat.length);
    assertThat((long) from).isEqualTo(modes.headSize(classes));
    return values;
  }

  /** Vectors of the last dimension. */
  private static float[][] rows(Npy array) {
    long[] shape = array.shape();
    int length = (int) shape[shape.length - 1];
    float[] all = array.floats();
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < all.length; from += length) {
      rows.add(Arrays.copyOfRange(all, from, from + length));
    }
    return rows.toArray(float[][]::new);
  }

  private static float[] oneHot(Npy kinds, int clusters) {
    byte[] ids = kinds.ids();
    float[] rows = new float[ids.length * clusters];
    for (int i = 0; i < ids.length; i++) {
      int kind = Byte.toUnsignedInt(ids[i]);
      if (kind < clusters) {
        rows[i * clusters + kind] = 1;
      }
    }
    return rows;
  }
}
