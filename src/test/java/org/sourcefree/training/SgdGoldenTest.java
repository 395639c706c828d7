package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.DoubleSoftmaxEntropy;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.NegativeLearning;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
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

/** Five steps of the tiny network against the authors' code, with either entropy. */
class SgdGoldenTest {
  private static final JsonNode META = GoldenMeta.read("sgd");

  /**
   * Float noise is stated for the runs with the authors' entropy; their twins are the same size.
   */
  private static final double NOISES = 10;

  /**
   * What weights may differ by in any case, relative to the largest: the noise was stated for one
   * number of cores, and on another sums are taken in another order (one core: 3.4e-6).
   */
  private static final double ORDER = 5e-6;

  /**
   * One of the golden runs.
   *
   * @param name its folder
   * @param noise the run of the same batch norm whose float noise is stated
   */
  private record Run(String name, String noise, BatchNorm.Statistics statistics, Term entropy) {
    JsonNode steps() {
      return META.get("runs").get(name).get("steps");
    }

    /** The largest difference of a total in float32 from the same in float64, nats. */
    double lossNoise() {
      JsonNode run = META.get("runs").get(noise);
      double largest = 0;
      for (int i = 0; i < run.get("steps").size(); i++) {
        double total = run.get("steps").get(i).get("total").asDouble();
        largest = Math.max(largest, Math.abs(total - run.get("f64_steps_total").get(i).asDouble()));
      }
      return largest;
    }

    /** A variable's largest difference from float64, relative to its largest magnitude. */
    double weightNoise(String variable) {
      return META.get("runs")
          .get(noise)
          .get("final_f32_vs_f64_max_rel_to_absmax")
          .get(variable)
          .asDouble();
    }

    /** The same of the variable where it is largest. */
    double worstNoise() {
      return META.get("runs").get(noise).get("worst").get(1).asDouble();
    }
  }

  static Stream<Run> runs() {
    return Stream.of(
        new Run(
            "train_dedup_paperent",
            "train_dedup_repoent",
            BatchNorm.Statistics.BATCH,
            new Entropy(1)),
        new Run(
            "train_dedup_repoent",
            "train_dedup_repoent",
            BatchNorm.Statistics.BATCH,
            new DoubleSoftmaxEntropy(1)),
        new Run(
            "eval_dedup_paperent",
            "eval_dedup_repoent",
            BatchNorm.Statistics.FROZEN,
            new Entropy(1)),
        new Run(
            "eval_dedup_repoent",
            "eval_dedup_repoent",
            BatchNorm.Statistics.FROZEN,
            new DoubleSoftmaxEntropy(1)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fiveStepsMatch(Run run) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step training = training(graph, variables, run);
      TinyNetwork.load(session, variables);
      variables.assign(
          session, Map.of("conv1.weight", TinyNetwork.weights("sgd/initial_conv1_weight.npy")));
      for (JsonNode expected : run.steps()) {
        StepLosses losses = step(session, training, expected);
        Offset<Double> noise = within(NOISES * run.lossNoise());
        Map<String, Double> terms = losses.terms();
        assertThat(terms.get("cross_entropy")).isCloseTo(expected.get("L_sce").asDouble(), noise);
        assertThat(terms.get(run.entropy().name()))
            .isCloseTo(expected.get("L_ent").asDouble(), noise);
        assertThat(terms.get("negative_learning"))
            .isCloseTo(expected.get("L_neg").asDouble(), noise);
        assertThat(losses.total()).isCloseTo(expected.get("total").asDouble(), noise);
      }
      assertWeightsMatch(session, variables, run);
      if (run.statistics() == BatchNorm.Statistics.BATCH) {
        assertStatisticsMatch(session, variables, run);
      }
    }
  }

  private static StepLosses step(Session session, Step training, JsonNode expected) {
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
              .feed(training.pass(Streams.TARGET).inputs(), images)
              .feed(training.pass(Streams.TARGET).labels(), labelTensor)
              .feed("complementary_rank", rank);
      return training.run(runner, number, expected.get("lr_group0").asDouble());
    }
  }

  private static void assertWeightsMatch(Session session, Variables variables, Run run) {
    for (String name :
        List.of(
            "conv1.weight",
            "layer1.0.conv2.weight",
            "layer1.0.downsample.0.weight",
            "layer1.0.downsample.1.weight",
            "layer1.0.downsample.1.bias",
            "layer5.conv2d_list.3.weight",
            "layer5.conv2d_list.3.bias")) {
      String file = "sgd/" + run.name() + "/final_" + name.replace('.', '_') + ".npy";
      assertCloseTo(
          variables.read(session, name),
          TinyNetwork.weights(file),
          Math.max(ORDER, NOISES * run.weightNoise(name)),
          name);
    }
  }

  private static void assertStatisticsMatch(Session session, Variables variables, Run run) {
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
      String file = "sgd/" + run.name() + "/final_all_" + statistic + "_concat.npy";
      assertCloseTo(actual, TinyNetwork.weights(file), NOISES * run.worstNoise(), statistic);
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

  private static Step training(Graph graph, Variables variables, Run run) {
    TrainingSettings settings =
        TrainingSettings.of(
            new BatchNorm(
                run.statistics(),
                BatchNorm.ScaleAndShift.SHORTCUT,
                0.1,
                false,
                Optional.empty(),
                Optional.empty()),
            Player.network(
                new Objective(
                    List.of(new CrossEntropy(1), run.entropy(), new NegativeLearning(1, 1))),
                new Sgd(
                    META.get("setup").get("momentum").asDouble(),
                    META.get("setup").get("weight_decay").asDouble(),
                    10,
                    Double.POSITIVE_INFINITY)),
            false);
    return new Step(graph, variables, TinyNetwork.MODEL, settings, 0);
  }

  @Test
  void scheduleMatches() {
    PolynomialDecay schedule = new PolynomialDecay(1e-4, 0.9, 5, 0);
    for (JsonNode expected : runs().findFirst().orElseThrow().steps()) {
      assertRelative(schedule.rateAt(expected.get("step").asInt()), expected.get("lr_group0"));
    }
  }
}
