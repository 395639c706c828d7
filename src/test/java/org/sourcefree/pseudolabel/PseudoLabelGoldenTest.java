package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Inference;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Thresholds and labels, by the paper's rule and the authors' code's, on the authors' vectors. */
class PseudoLabelGoldenTest {
  private static final double PROPORTION = 0.2;

  /** Six images' predictions. */
  private record Outcome(Thresholds thresholds, List<Byte> labels) {}

  @ParameterizedTest
  @ValueSource(strings = {"main", "rare_class_index0", "absent_class"})
  void thresholdsAndLabelsMatchThePapersRule(String scenario) {
    Outcome outcome = select(new ClassBalanced(PROPORTION), scenario);
    assertThresholds(outcome.thresholds().classArray(), doubles(scenario, "paper_thres_kplus1"));
    assertThat(outcome.labels()).isEqualTo(labels(scenario, "paper_plabel_kplus1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "rare_class_index0", "absent_class"})
  void thresholdsMatchTheAuthorsCode(String scenario) {
    for (String golden : List.of("thres_raw", "thres_capped")) {
      double[] expected = doubles(scenario, golden);
      Outcome outcome = select(new ReferenceClassBalanced(PROPORTION, 0, false), scenario);
      List<Float> thresholds = outcome.thresholds().ofClasses();
      for (int c = 0; c < expected.length; c++) {
        if (Double.isNaN(expected[c])) {
          assertThat(thresholds.get(c)).isEqualTo(Float.POSITIVE_INFINITY);
        } else {
          assertThat((double) thresholds.get(c)).isCloseTo(expected[c], within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "rare_class_index0"})
  void labelsMatchTheAuthorsCode(String scenario) {
    Outcome global = select(new ReferenceClassBalanced(PROPORTION, 0, false), scenario);
    assertThat(global.labels()).isEqualTo(labels(scenario, "global_plabel"));
    assertThat(selected(global.labels())).isEqualTo(positive(scenario, "global_mask_count"));
    Outcome fused = select(new ReferenceClassBalanced(PROPORTION, 0, true), scenario);
    assertThat(fused.labels()).isEqualTo(labels(scenario, "fused_plabel"));
    assertThat(selected(fused.labels())).isEqualTo(positive(scenario, "fused_mask_sum"));
  }

  /** Class thresholds that nothing reaches leave what the image's own selects. */
  @ParameterizedTest
  @ValueSource(strings = {"main", "rare_class_index0"})
  void anImagesOwnLabelsMatchTheAuthorsCode(String scenario) {
    Selection selection = new ReferenceClassBalanced(PROPORTION, 0, true);
    Outcome local = select(selection, scenario, Float.POSITIVE_INFINITY);
    assertThat(local.labels()).isEqualTo(labels(scenario, "local_plabel"));
    assertThat(selected(local.labels())).isEqualTo(positive(scenario, "local_mask"));
  }

  private static Outcome select(Selection selection, String scenario) {
    return select(selection, scenario, 0);
  }

  /**
   * Selects as a labelling pass does, image by image.
   *
   * @param least a class threshold below it is raised to it
   */
  private static Outcome select(Selection selection, String scenario, float least) {
    Npy logits = Npy.read(file(scenario, "logits"));
    long[] s = logits.shape();
    float[] all = Layouts.nhwc(logits.floats(), s);
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TInt32 size = TInt32.vectorOf((int) s[2], (int) s[3])) {
      Ops tf = Ops.create(graph);
      Inference inference = Inference.build(tf, new Variables(tf), TinyNetwork.MODEL);
      PseudoLabelGraph masks = selection.build(tf, inference);
      PixelScores scores =
          consumer -> {
            for (int i = 0; i < s[0]; i++) {
              try (TFloat32 image = image(all, s, i);
                  Result result =
                      session
                          .runner()
                          .feed(inference.logits(), image)
                          .feed(inference.size(), size)
                          .fetch(inference.labels())
                          .fetch(masks.scores())
                          .run()) {
                consumer.accept(
                    Tensors.array((TUint8) result.get(0)), Tensors.array((TFloat32) result.get(1)));
              }
            }
          };
      Thresholds thresholds = selection.thresholds(scores, (int) s[1], 0);
      float[] ofClasses = thresholds.classArray();
      for (int c = 0; c < ofClasses.length; c++) {
        ofClasses[c] = least > 0 ? Math.max(ofClasses[c], least) : ofClasses[c];
      }
      SelectionOutcome.Labeller labeller = new SelectionOutcome.Labeller(session, inference, masks);
      List<Byte> labels = new ArrayList<>();
      for (int i = 0; i < s[0]; i++) {
        try (TFloat32 image = image(all, s, i)) {
          byte[] found = labeller.labels(image, size, ofClasses, thresholds.ofImage(i));
          labels.addAll(list(found));
        }
      }
      return new Outcome(thresholds, labels);
    }
  }

  private static TFloat32 image(float[] all, long[] s, int i) {
    int pixels = all.length / (int) s[0];
    float[] own = Arrays.copyOfRange(all, i * pixels, (i + 1) * pixels);
    return Tensors.floats(Shape.of(1, s[2], s[3], s[1]), own);
  }

  private static String file(String scenario, String name) {
    return "golden/pseudo_labels/" + scenario + "/" + name + ".npy";
  }

  private static double[] doubles(String scenario, String name) {
    return Npy.read(file(scenario, name)).doubles();
  }

  private static List<Byte> labels(String scenario, String name) {
    return list(Npy.read(file(scenario, name)).bytes());
  }

  private static List<Boolean> positive(String scenario, String name) {
    return labels(scenario, name).stream().map(count -> count > 0).toList();
  }

  private static List<Boolean> selected(List<Byte> labels) {
    return labels.stream().map(id -> id != -1).toList();
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> list = new ArrayList<>();
    for (byte value : bytes) {
      list.add(value);
    }
    return list;
  }

  private static void assertThresholds(float[] logOdds, double[] expected) {
    for (int c = 0; c < expected.length; c++) {
      double probability = new ClassSelection(logOdds[c], 1, 0).probability();
      if (Double.isNaN(expected[c])) {
        assertThat(logOdds[c]).as("class without pixels").isEqualTo(Float.POSITIVE_INFINITY);
      } else {
        assertThat(Math.abs(probability - expected[c]))
            .as("threshold of class %d of %s", c, Arrays.toString(logOdds))
            .isLessThan(1e-6);
      }
    }
  }
}
