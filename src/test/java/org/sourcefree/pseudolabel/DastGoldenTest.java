package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.network.Network;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** The class thresholds and labels of DAST's code: the normalised selection with a cap. */
class DastGoldenTest {
  private static final int WIDTH = 1024;
  private static final int HEIGHT = 512;
  private static final int SHOWN = 16;

  @ParameterizedTest
  @ValueSource(strings = {"thresholds_a", "thresholds_c"})
  void thresholdsAndLabelsMatch(String name) {
    JsonNode expected = meta(name);
    float[] confidences = golden(name, "confidences").floats();
    byte[] ids = new byte[confidences.length];
    float[] scores = new float[confidences.length];
    int i = 0;
    for (int c = 0; c < expected.get("counts").size(); c++) {
      for (int n = 0; n < expected.get("counts").get(c).asInt(); n++, i++) {
        ids[i] = (byte) c;
        scores[i] = (float) Math.log(confidences[i]);
      }
    }
    int classes = expected.get("counts").size();
    float[] thresholds =
        selection(expected, 1)
            .thresholds(consumer -> consumer.accept(ids, scores), classes, 0)
            .classArray();
    assertThresholds(name, thresholds);

    Npy probabilities = golden(name, "probabilities");
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      PseudoLabelGraph masks =
          PseudoLabelGraph.ofWeightedClass(
              tf,
              tf.math.log(
                  tf.constant(
                      Tensors.floats(Shape.of(probabilities.shape()), probabilities.floats()))),
              0);
      assertThat(SelectionOutcome.labels(session, masks, thresholds))
          .isEqualTo(golden(name, "labels").bytes());
    }
  }

  @Test
  void theWholeLabellingPassMatches() {
    JsonNode expected = meta("labelling_a");
    Npy logits = golden("labelling_a", "logits");
    long[] s = logits.shape();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var map =
          tf.constant(
              Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(logits.floats(), s)));
      var upsampled = Network.upsample(tf, map, tf.constant(new int[] {HEIGHT, WIDTH}));
      PseudoLabelGraph masks =
          PseudoLabelGraph.ofWeightedClass(tf, LogProbabilities.of(tf, upsampled), 0);
      float[] thresholds =
          selection(expected, expected.get("every").asInt())
              .thresholds(images(session, masks, (int) s[0]), (int) s[1], 0)
              .classArray();
      assertThresholds("labelling_a", thresholds);
      byte[] all = SelectionOutcome.labels(session, masks, thresholds);
      assertThat(everySixteenth(all)).isEqualTo(golden("labelling_a", "labels_every_16th").bytes());
      for (int c = 0; c < s[1]; c++) {
        assertThat(count(all, c))
            .as("pixels labelled %d", c)
            .isEqualTo(expected.get("labelled_pixels").get(c).asInt());
      }
    }
  }

  private static PixelScores images(Session session, PseudoLabelGraph masks, int images) {
    int pixels = WIDTH * HEIGHT;
    try (Result result = session.runner().fetch(masks.predicted()).fetch(masks.scores()).run()) {
      byte[] ids = Tensors.array((TUint8) result.get(0));
      float[] scores = Tensors.array((TFloat32) result.get(1));
      return consumer -> {
        for (int i = 0; i < images; i++) {
          consumer.accept(
              Arrays.copyOfRange(ids, i * pixels, (i + 1) * pixels),
              Arrays.copyOfRange(scores, i * pixels, (i + 1) * pixels));
        }
      };
    }
  }

  private static byte[] everySixteenth(byte[] all) {
    int columns = WIDTH / SHOWN;
    byte[] shown = new byte[all.length / (SHOWN * SHOWN)];
    for (int i = 0; i < shown.length; i++) {
      // Rows of all images lie one below the other, and an image's height is a multiple.
      shown[i] = all[i / columns * SHOWN * WIDTH + i % columns * SHOWN];
    }
    return shown;
  }

  private static int count(byte[] labels, int c) {
    int n = 0;
    for (byte label : labels) {
      n += label == c ? 1 : 0;
    }
    return n;
  }

  private static NormalisedClassBalanced selection(JsonNode expected, int every) {
    double portion = expected.get("portion").asDouble();
    Optional<Double> cap = Optional.of(expected.get("cap").asDouble());
    return new NormalisedClassBalanced(portion, 0, portion, every, Optional.empty(), cap);
  }

  private static void assertThresholds(String name, float[] logarithms) {
    float[] expected = golden(name, "thresholds").floats();
    for (int c = 0; c < expected.length; c++) {
      assertThat(Math.exp(logarithms[c]))
          .as("threshold of class %d", c)
          .isCloseTo(expected[c], within(1e-6));
    }
  }

  private static JsonNode meta(String name) {
    return GoldenMeta.read("dast").get("cases").get(name);
  }

  private static Npy golden(String name, String array) {
    return Npy.read("golden/dast/" + name + "_" + array + ".npy");
  }
}
