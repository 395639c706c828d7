package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.NegativeLearning;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.PolynomialDecay;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Five steps of the paper's objective on the tiny network against the authors' code. */
class SgdGoldenTest {
  private static final String RUN = "train_dedup_paperent";
  private static final JsonNode META = GoldenMeta.read("sgd");

  @Test
  void fiveStepsMatch() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      TrainingGraph training = training(graph, variables);
      TinyNetwork.load(session, variables);
      variables.assign(
          session, Map.of("conv1.weight", TinyNetwork.weights("sgd/initial_conv1_weight.npy")));
      for (JsonNode expected : META.get("runs").get(RUN).get("steps")) {
        StepLosses losses = step(session, training, expected);
        assertRelative(losses.terms().get("cross_entropy"), expected.get("L_sce"));
        assertRelative(losses.terms().get("entropy"), expected.get("L_ent"));
        assertRelative(losses.terms().get("negative_learning"), expected.get("L_neg"));
        assertRelative(losses.total(), expected.get("total"));
      }
      assertVariablesMatch(session, variables);
    }
  }

  private static StepLosses step(Session session, TrainingGraph training, JsonNode expected) {
    int number = expected.get("step").asInt();
    Npy inputs = Npy.read("golden/sgd/inputs.npy");
    long[] labels = Npy.read("golden/sgd/labels.npy").longs();
    long[] s = inputs.shape();
    long[] one = {s[1], s[2], s[3], s[4]};
    float[] input = slice(inputs.floats(), number, (int) s[0]);
    byte[] ids = new byte[(int) (s[1] * s[3] * s[4])];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (byte) labels[number * ids.length + i];
    }
    Shape pixels = Shape.of(s[1], s[3], s[4]);
    try (TFloat32 images = Tensors.floats(pixels.append(s[2]), Layouts.nhwc(input, one));
        TUint8 labelTensor = Tensors.bytes(pixels, ids);
        TInt32 rank = TInt32.scalarOf(expected.get("K").asInt())) {
      Session.Runner runner =
          session
              .runner()
              .feed(training.inputs(), images)
              .feed(training.labels(), labelTensor)
              .feed("complementary_rank", rank);
      return training.run(runner, number, expected.get("lr_group0").asDouble());
    }
  }

  private static void assertVariablesMatch(Session session, Variables variables) {
    for (String name :
        List.of(
            "conv1.weight",
            "layer1.0.conv2.weight",
            "layer1.0.downsample.0.weight",
            "layer1.0.downsample.1.weight",
            "layer1.0.downsample.1.bias",
            "layer5.conv2d_list.3.weight",
            "layer5.conv2d_list.3.bias")) {
      String file = "sgd/" + RUN + "/final_" + name.replace('.', '_') + ".npy";
      assertCloseTo(variables.read(session, name), TinyNetwork.weights(file), 1e-6, name);
    }
    for (String statistic : List.of("running_mean", "running_var")) {
      List<Float> all = new ArrayList<>();
      for (JsonNode layer : META.get("bn_concat_order")) {
        String name = layer.asText().replace("running_mean", statistic);
        for (float value : variables.read(session, name)) {
          all.add(value);
        }
      }
      float[] actual = new float[all.size()];
      for (int i = 0; i < actual.length; i++) {
        actual[i] = all.get(i);
      }
      String file = "sgd/" + RUN + "/final_all_" + statistic + "_concat.npy";
      assertCloseTo(actual, TinyNetwork.weights(file), 1e-4, statistic);
    }
  }

  /** Compares to a tolerance relative to the largest magnitude. */
  private static void assertCloseTo(
      float[] actual, float[] expected, double tolerance, String name) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    assertThat(difference / largest).as(name).isLessThan(tolerance);
  }

  private static void assertRelative(double actual, JsonNode expected) {
    assertThat(Math.abs(actual / expected.asDouble() - 1)).isLessThan(1e-4);
  }

  private static float[] slice(float[] values, int index, int count) {
    int size = values.length / count;
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  private static TrainingGraph training(Graph graph, Variables variables) {
    TrainingSettings settings =
        new TrainingSettings(
            new BatchNorm(BatchNorm.Statistics.BATCH, BatchNorm.ScaleAndShift.SHORTCUT, 0.1, false),
            new Objective(List.of(new CrossEntropy(1), new Entropy(1), new NegativeLearning(1, 1))),
            new Sgd(
                META.get("setup").get("momentum").asDouble(),
                META.get("setup").get("weight_decay").asDouble(),
                10,
                Double.POSITIVE_INFINITY));
    return new TrainingGraph(graph, variables, TinyNetwork.MODEL, settings, 0);
  }

  @Test
  void scheduleMatches() {
    PolynomialDecay schedule = new PolynomialDecay(1e-4, 0.9, 5, 0);
    for (JsonNode expected : META.get("runs").get(RUN).get("steps")) {
      assertRelative(schedule.rateAt(expected.get("step").asInt()), expected.get("lr_group0"));
    }
  }
}
