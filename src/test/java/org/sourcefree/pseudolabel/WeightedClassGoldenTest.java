package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.network.Network;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** CBST's and LRENT's thresholds and labels of images and their mirror images. */
class WeightedClassGoldenTest {

  /** What a case's images are predicted as, selected by, and labelled with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Outcome(float[] logProbabilities, float[] thresholds, byte[] labels) {}

  @ParameterizedTest
  @ValueSource(strings = {"cbst_a", "cbst_c", "lrent_a", "lrent_b"})
  void predictionThresholdsAndLabelsMatchTheAuthorsCode(String name) {
    Outcome outcome = outcome(name);
    float[] probabilities = golden(name, "prob").floats();
    for (int i = 0; i < probabilities.length; i++) {
      assertThat(Math.exp(outcome.logProbabilities()[i])).isCloseTo(probabilities[i], within(1e-6));
    }
    float[] thresholds = golden(name, "threshold").floats();
    for (int c = 0; c < thresholds.length; c++) {
      assertThat(Math.exp(outcome.thresholds()[c]))
          .as("threshold of class %d", c)
          .isCloseTo(thresholds[c], within(1e-6));
    }
    assertThat(outcome.labels()).isEqualTo(golden(name, "label").ids());
  }

  private static Outcome outcome(String name) {
    JsonNode scalars = GoldenMeta.read("crst").get("cases").get(name).get("scalars");
    NormalisedClassBalanced selection =
        new NormalisedClassBalanced(
            scalars.get("portion").asDouble(), 0, 0.5, scalars.get("stride").asInt());
    long[] s = golden(name, "prob").shape();
    int pixels = Math.toIntExact(s[1] * s[2]);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> map = bothViews(tf, name, (int) s[1], (int) s[2]);
      PseudoLabelGraph masks =
          PseudoLabelGraph.ofWeightedClass(tf, map, scalars.get("alpha").asDouble());
      try (Result result =
          session.runner().fetch(map).fetch(masks.predicted()).fetch(masks.scores()).run()) {
        byte[] predicted = Tensors.array((TUint8) result.get(1));
        float[] scores = Tensors.array((TFloat32) result.get(2));
        PixelScores images =
            consumer -> {
              for (int i = 0; i < s[0]; i++) {
                consumer.accept(
                    Arrays.copyOfRange(predicted, i * pixels, (i + 1) * pixels),
                    Arrays.copyOfRange(scores, i * pixels, (i + 1) * pixels));
              }
            };
        float[] thresholds = selection.thresholds(images, (int) s[3], 0).classArray();
        return new Outcome(
            Tensors.array((TFloat32) result.get(0)),
            thresholds,
            SelectionOutcome.labels(session, masks, thresholds));
      }
    }
  }

  private static Operand<TFloat32> bothViews(Ops tf, String name, int height, int width) {
    Operand<TFloat32> own = view(tf, golden(name, "logits"), height, width);
    Operand<TFloat32> mirrored = view(tf, golden(name, "logits_flip"), height, width);
    return LogProbabilities.mean(tf, List.of(own, LogProbabilities.mirrored(tf, mirrored)));
  }

  private static Operand<TFloat32> view(Ops tf, Npy logits, int height, int width) {
    long[] s = logits.shape();
    Operand<TFloat32> map =
        tf.constant(
            Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(logits.floats(), s)));
    return LogProbabilities.of(
        tf, Network.upsample(tf, map, tf.constant(new int[] {height, width})));
  }

  private static Npy golden(String name, String array) {
    return Npy.read("golden/crst/" + name + "_" + array + ".npy");
  }
}
