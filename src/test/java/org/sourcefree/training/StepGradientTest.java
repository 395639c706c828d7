package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.mixing.ClassMix;
import org.sourcefree.mixing.Mosaic;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.CrossEntropy.ImageWeight;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.NegativeLearning;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Uniformity;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.teacher.Teacher;
import org.sourcefree.training.teacher.Teaching;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/** The step of LD on the tiny network against measured gradients of its objective. */
class StepGradientTest {
  private static final int CROP = 41;

  /** A dropped dilation is off by half or more. */
  private static final double TOLERANCE = 0.02;

  static final Objective LD =
      new Objective(List.of(new CrossEntropy(1), new Entropy(1), new NegativeLearning(1, 1)));

  private static final Pattern SHIFT = Pattern.compile(".*(bn[12]|downsample\\.1)\\.bias");

  /** Long steps cross the kinks of ReLUs, short ones drown in rounding. */
  private static final double[] STEPS = {0.001, 0.003, 0.0005, 0.0003};

  /** A kernel in each stage, one of the head, and a shortcut's scale and shift. */
  private static final List<String> WEIGHTS =
      List.of(
          "conv1.weight",
          "layer1.0.conv2.weight",
          "layer2.0.conv1.weight",
          "layer2.1.conv2.weight",
          "layer3.0.conv2.weight",
          "layer3.1.conv2.weight",
          "layer4.0.conv2.weight",
          "layer4.0.downsample.0.weight",
          "layer3.0.downsample.1.weight",
          "layer4.0.downsample.1.bias",
          "layer5.conv2d_list.0.weight",
          "layer5.conv2d_list.3.bias");

  @ParameterizedTest
  @EnumSource(Statistics.class)
  void theStepFollowsTheObjectivesMeasuredGradient(Statistics statistics) {
    assertFollowsTheGradient(settings(statistics, ScaleAndShift.SHORTCUT, LD));
  }

  /** The teacher, which rests here, says what is pasted where; the network learns from that. */
  @ParameterizedTest
  @EnumSource(Statistics.class)
  void theStepFollowsTheMeasuredGradientOnMixedImages(Statistics statistics) {
    Teacher resting =
        new Teacher(1, false, Optional.empty(), Teacher.Statistics.BATCH, Optional.empty());
    Objective taught =
        new Objective(
            List.of(
                new CrossEntropy(1, Optional.of(new ImageWeight(0.3)), Optional.empty()),
                new Entropy(1)));
    assertFollowsTheGradient(
        settings(statistics, ScaleAndShift.SHORTCUT, taught)
            .with(Optional.of(new Teaching(resting, Optional.of(new ClassMix(0.5))))));
  }

  /** As class mix, with quarters in place of classes. */
  @Test
  void theStepFollowsTheMeasuredGradientOnQuartersOfImages() {
    Teacher resting =
        new Teacher(1, false, Optional.empty(), Teacher.Statistics.BATCH, Optional.empty());
    Objective taught =
        new Objective(
            List.of(new CrossEntropy(1, Optional.of(new ImageWeight(0.3)), Optional.empty())));
    assertFollowsTheGradient(
        settings(Statistics.BATCH, ScaleAndShift.SHORTCUT, taught)
            .with(Optional.of(new Teaching(resting, Optional.of(new Mosaic(0.2, 0.25))))),
        batch(),
        List.of("conv1.weight", "layer4.0.conv2.weight", "layer5.conv2d_list.3.bias"));
  }

  /** The second image's labels are classes, as a source image's are. */
  @Test
  void theStepFollowsTheMeasuredGradientOfDistributions() {
    int classes = TinyNetwork.CLASSES;
    float[] soft = TestTensors.normal(8, Shape.of(CROP, CROP, classes), 1);
    for (int i = 0; i < soft.length; i += classes) {
      double sum = 0;
      for (int c = i; c < i + classes; c++) {
        soft[c] = i % 5 == 0 ? 0 : (float) Math.exp(soft[c]);
        sum += soft[c];
      }
      for (int c = i; c < i + classes; c++) {
        soft[c] /= sum == 0 ? 1 : (float) sum;
      }
    }
    Objective taught =
        new Objective(List.of(new CrossEntropy(1), new Uniformity(1, Optional.empty())));
    assertFollowsTheGradient(
        settings(Statistics.BATCH, ScaleAndShift.SHORTCUT, taught).with(true),
        batch().with(List.of(Optional.of(soft), Optional.empty())),
        List.of("conv1.weight", "layer4.0.conv2.weight", "layer5.conv2d_list.3.bias"));
  }

  /** As a view has them that scales images alone. */
  @Test
  void theStepFollowsTheMeasuredGradientWhereLabelsAreOfAnotherSize() {
    ImageSize labelled = new ImageSize(CROP + 4, CROP - 7);
    int pixels = Math.toIntExact(2 * labelled.pixels());
    Batch scaled =
        new Batch(
            batch().images(),
            TestTensors.labels(2, pixels, TinyNetwork.CLASSES),
            List.of("first", "second"),
            batch().imageSize(),
            labelled,
            new byte[2]);
    assertFollowsTheGradient(
        settings(Statistics.BATCH, ScaleAndShift.SHORTCUT, LD), scaled, WEIGHTS);
  }

  private static void assertFollowsTheGradient(TrainingSettings settings) {
    assertFollowsTheGradient(settings, batch(), WEIGHTS);
  }

  private static void assertFollowsTheGradient(
      TrainingSettings settings, Batch batch, List<String> names) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step training = new Step(graph, variables, TinyNetwork.MODEL, settings, 11);
      initialise(session, variables);
      training.reset(session);
      Map<String, float[]> before = values(session, variables);
      float rate = 64;
      training.run(session, batch, 3, rate);
      Map<String, float[]> after = values(session, variables);
      initialise(session, variables);
      training.reset(session);
      ToDoubleFunction<Map<String, float[]>> loss =
          weights -> loss(session, variables, training, batch, weights);
      for (String name : names) {
        float[] start = before.get(name);
        double[] gradient = new double[start.length];
        for (int i = 0; i < start.length; i++) {
          gradient[i] = ((double) start[i] - after.get(name)[i]) / rate;
        }
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < STEPS.length && !(smallest < TOLERANCE); i++) {
          double error = error(loss, name, start, gradient, STEPS[i]);
          smallest = Math.min(smallest, error);
        }
        assertThat(smallest).as(name).isLessThan(TOLERANCE);
        variables.assign(session, Map.of(name, start));
      }
    }
  }

  /** As {@link org.sourcefree.testing.FiniteDifferences#error}, with steps of rate 0 as values. */
  private static double error(
      ToDoubleFunction<Map<String, float[]>> loss,
      String name,
      float[] start,
      double[] gradient,
      double relativeStep) {
    double deviation = name.endsWith("bias") ? 0.1 : rootMeanSquare(start);
    return FiniteDifferences.error(
        start,
        relativeStep * deviation,
        i -> gradient[i],
        (ahead, behind) ->
            loss.applyAsDouble(Map.of(name, ahead)) - loss.applyAsDouble(Map.of(name, behind)));
  }

  private static double loss(
      Session session,
      Variables variables,
      Step training,
      Batch batch,
      Map<String, float[]> weights) {
    variables.assign(session, weights);
    return training.run(session, batch, 3, 0).terms().values().stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  private static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  static TrainingSettings settings(
      Statistics statistics, ScaleAndShift scaleAndShift, Objective objective) {
    return TrainingSettings.of(
        new BatchNorm(statistics, scaleAndShift, 0.1, false, Optional.empty(), Optional.empty()),
        Player.network(objective, new Sgd(0, 0, 1, Double.POSITIVE_INFINITY)),
        false);
  }

  /**
   * Random weights. The first kernel is scaled to inputs of some hundred grey levels, and the
   * shifts before ReLUs are near 2, so that few of them sit at their kink.
   */
  static void initialise(Session session, Variables variables) {
    TestTensors.initialise(session, variables, 21);
    Map<String, float[]> changed = values(session, variables);
    changed
        .keySet()
        .removeIf(name -> !SHIFT.matcher(name).matches() && !name.equals("conv1.weight"));
    changed.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = SHIFT.matcher(name).matches() ? values[i] + 1 : values[i] / 80;
          }
        });
    variables.assign(session, changed);
  }

  static Batch batch() {
    int pixels = 2 * CROP * CROP;
    return new Batch(
        TestTensors.bytes(1, 3 * pixels),
        TestTensors.labels(2, pixels, TinyNetwork.CLASSES),
        List.of("first", "second"),
        CROP);
  }

  static Map<String, float[]> values(Session session, Variables variables) {
    return Variables.read(session, variables.all());
  }
}
