package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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

/** Class-balanced thresholds and labels against the paper's rule on the authors' vectors. */
class PseudoLabelGoldenTest {
  private static final double PROPORTION = 0.2;

  @ParameterizedTest
  @ValueSource(strings = {"main", "rare_class_index0", "absent_class"})
  void thresholdsAndLabelsMatch(String scenario) {
    String folder = "golden/pseudo_labels/" + scenario + "/";
    Npy logits = Npy.read(folder + "logits.npy");
    long[] s = logits.shape();
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat32 tensor =
            Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(logits.floats(), s));
        TInt32 size = TInt32.vectorOf((int) s[2], (int) s[3])) {
      Ops tf = Ops.create(graph);
      Inference inference = Inference.build(tf, new Variables(tf), TinyNetwork.MODEL);
      PseudoLabelGraph masks = PseudoLabelGraph.build(tf, inference);
      float[] thresholds =
          new ClassBalanced(PROPORTION)
              .thresholds(
                  consumer -> {
                    try (Result result =
                        session
                            .runner()
                            .feed(inference.logits(), tensor)
                            .feed(inference.size(), size)
                            .fetch(inference.labels())
                            .fetch(inference.logOdds())
                            .run()) {
                      consumer.accept(
                          Tensors.array((TUint8) result.get(0)),
                          Tensors.array((TFloat32) result.get(1)));
                    }
                  },
                  (int) s[1]);
      assertThresholds(thresholds, Npy.read(folder + "paper_thres_kplus1.npy").doubles());
      try (TFloat32 limits = Tensors.floats(Shape.of(s[1]), thresholds);
          Result result =
              session
                  .runner()
                  .feed(inference.logits(), tensor)
                  .feed(inference.size(), size)
                  .feed(masks.thresholds(), limits)
                  .fetch(masks.labels())
                  .run()) {
        assertThat(Tensors.array((TUint8) result.get(0)))
            .isEqualTo(Npy.read(folder + "paper_plabel_kplus1.npy").bytes());
      }
    }
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
