package org.sourcefree.network.deeplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class DeepLabV2GoldenTest {
  @Test
  void evaluationLogitsMatchAtAnOddSize() {
    assertLogitsMatch(false, "tiny_input", "tiny_eval_logits", 1e-4);
  }

  @Test
  void evaluationLogitsMatchAtAnEvenSize() {
    assertLogitsMatch(false, "tiny_even_input", "tiny_even_eval_logits", 1e-4);
  }

  @Test
  void trainingLogitsMatch() {
    assertLogitsMatch(true, "tiny_input", "tiny_train_logits", 1e-3);
  }

  @Test
  void runningAveragesMatchAfterOneForwardPass() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Placeholder<TFloat32> input = input(tf);
      Network network = build(tf, variables, input, true);
      TinyNetwork.load(session, variables);
      try (TFloat32 images = TinyNetwork.images("network/tiny_input.npy")) {
        Session.Runner runner = session.runner().feed(input, images);
        for (Op update : network.statisticsUpdates()) {
          runner.addTarget(update);
        }
        runner.run().close();
      }
      for (String layer : new String[] {"bn1", "layer1.0.downsample.1", "layer4.0.bn3"}) {
        for (String statistic : new String[] {"running_mean", "running_var"}) {
          String file = "tiny_train_after_%s_%s".formatted(layer.replace('.', '_'), statistic);
          float[] expected = Npy.read("golden/network/" + file + ".npy").floats();
          assertThat(variables.read(session, layer + "." + statistic))
              .as(file)
              .usingComparatorWithPrecision(1e-3f)
              .containsExactly(expected);
        }
      }
    }
  }

  private static void assertLogitsMatch(
      boolean batchStatistics, String inputName, String logitsName, double tolerance) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Placeholder<TFloat32> input = input(tf);
      Network network = build(tf, variables, input, batchStatistics);
      Npy golden = Npy.read("golden/network/" + logitsName + "_up.npy");
      long[] s = golden.shape();
      Operand<TFloat32> upsampled =
          Network.upsample(tf, network.logits(), tf.constant(new int[] {(int) s[2], (int) s[3]}));
      TinyNetwork.load(session, variables);
      try (TFloat32 images = TinyNetwork.images("network/" + inputName + ".npy");
          Result result =
              session.runner().feed(input, images).fetch(network.logits()).fetch(upsampled).run()) {
        assertMatches(result, 0, Npy.read("golden/network/" + logitsName + ".npy"), tolerance);
        assertMatches(result, 1, golden, tolerance);
      }
    }
  }

  private static void assertMatches(Result result, int index, Npy golden, double tolerance) {
    long[] s = golden.shape();
    float[] actual =
        Layouts.nchw(Tensors.array((TFloat32) result.get(index)), s[0], s[1], s[2], s[3]);
    float[] expected = golden.floats();
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(worst).as("largest difference").isCloseTo(0, within(tolerance));
  }

  private static Placeholder<TFloat32> input(Ops tf) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
  }

  private static Network build(
      Ops tf, Variables variables, Operand<TFloat32> input, boolean batchStatistics) {
    return TinyNetwork.SETTINGS.build(
        tf,
        variables,
        input,
        TinyNetwork.CLASSES,
        new Normalisation(batchStatistics, tf.constant(0.1f), List.of()));
  }
}
