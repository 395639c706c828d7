package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Head;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.PolynomialDecay;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Whole iterations of AdaptSeg's and ADVENT's training loops, two heads and two discriminators,
 * against the authors' code: every weight and running average.
 */
class AdversarialStepsGoldenTest {
  private static final String AUXILIARY = "auxiliary";

  /** The methods, and what the authors call their losses. */
  private enum Method {
    ADAPTSEG(
        Sees.PROBABILITIES, List.of(6, 12), List.of("seg2", "seg1", "adv2", "adv1", "d2", "d1")),
    ADVENT(
        Sees.SELF_INFORMATION,
        List.of(6, 12, 18, 24),
        List.of("seg_main", "seg_aux", "adv_main", "adv_aux", "d_main", "d_aux"));

    private final Sees sees;
    private final List<Integer> rates;
    private final List<String> losses;
    private final JsonNode meta;

    Method(Sees sees, List<Integer> rates, List<String> losses) {
      this.sees = sees;
      this.rates = rates;
      this.losses = losses;
      this.meta = GoldenMeta.read(folder()).get("cases").get("steps_multi");
    }

    private String folder() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    Npy array(String of) {
      return Npy.read("golden/%s/steps_multi_%s.npy".formatted(folder(), of));
    }

    double setting(String name) {
      return meta.get("settings").get(name).asDouble();
    }

    double adversarial(String head) {
      String before = this == ADAPTSEG ? "lambda_adv_" : "lambda_";
      return setting(before + head);
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void threeIterationsMatch(Method method) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Model model =
          new Model(
              new DeepLabV2(List.of(1, 1, 1, 1), 0.03125, method.rates),
              new ClassSet(List.of("a", "b", "c"), List.of(0, 1, 2)),
              Preprocessing.CAFFE);
      Step step = new Step(graph, variables, model, settings(method), 0);
      step.begin(session);
      variables.assign(session, values(method, "before"));
      for (int iteration = 0; iteration < 3; iteration++) {
        StepLosses losses = run(session, step, method, iteration);
        assertLosses(losses, method, iteration);
        if (iteration != 1) {
          assertWeights(session, variables, values(method, "after" + (iteration + 1)));
        }
      }
    }
  }

  private static TrainingSettings settings(Method method) {
    BatchNorm batchNorm =
        new BatchNorm(
            BatchNorm.Statistics.BATCH,
            BatchNorm.ScaleAndShift.FROZEN,
            0.1,
            false,
            Optional.empty(),
            Optional.empty());
    Objective objective =
        new Objective(
            List.of(
                crossEntropy(1, Head.MAIN),
                crossEntropy(method.setting("lambda_seg_aux"), AUXILIARY),
                new Adversarial(method.adversarial("main"), Head.MAIN),
                new Adversarial(method.adversarial("aux"), AUXILIARY)));
    Sgd sgd =
        new Sgd(
            method.setting("momentum"),
            method.setting("weight_decay"),
            method.setting("head_multiplier"),
            Double.POSITIVE_INFINITY);
    long steps = (long) method.setting("poly_steps");
    return TrainingSettings.of(
            batchNorm,
            Player.network(
                objective,
                sgd,
                new PolynomialDecay(method.setting("learning_rate"), 0.9, steps, 0)::rateAt),
            false)
        .withSource()
        .with(List.of(new Head(AUXILIARY, 3, method.rates, Optional.empty())))
        .with(
            new Discriminators(
                List.of(discriminator(method, Head.MAIN), discriminator(method, AUXILIARY)),
                new Adam(0.9, 0.99, 1e-8),
                new PolynomialDecay(method.setting("learning_rate_d"), 0.9, steps, 0)));
  }

  private static CrossEntropy crossEntropy(double weight, String head) {
    return new CrossEntropy(
        weight,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Domain.SOURCE),
        Optional.of(head));
  }

  private static Discriminator discriminator(Method method, String head) {
    return new Discriminator(
        head,
        new Strided(2),
        method.sees,
        Optional.of(head),
        DomainLoss.CROSS_ENTROPY,
        0.5,
        Optional.empty(),
        Optional.empty());
  }

  private static StepLosses run(Session session, Step step, Method method, int iteration) {
    List<TType> fed = new ArrayList<>();
    Session.Runner runner = session.runner();
    for (String stream : List.of(Streams.SOURCE, Streams.TARGET)) {
      Npy images = method.array(stream + "_images");
      long[] s = images.shape();
      long[] one = {s[1], s[2], s[3], s[4]};
      byte[] own = slice(images.signed(), iteration, (int) s[0]);
      float[] inputs = new float[own.length];
      for (int i = 0; i < own.length; i++) {
        inputs[i] = own[i];
      }
      byte[] labels = new byte[(int) (s[1] * s[3] * s[4])];
      Arrays.fill(labels, (byte) 255);
      if (stream.equals(Streams.SOURCE)) {
        labels = slice(method.array("source_labels").bytes(), iteration, (int) s[0]);
      }
      TFloat32 inputTensor =
          Tensors.floats(Shape.of(s[1], s[3], s[4], s[2]), Layouts.nhwc(inputs, one));
      TUint8 labelTensor = Tensors.bytes(Shape.of(s[1], s[3], s[4]), labels);
      fed.addAll(List.of(inputTensor, labelTensor));
      runner
          .feed(step.pass(stream).inputs(), inputTensor)
          .feed(step.pass(stream).labels(), labelTensor);
    }
    try {
      return step.run(runner, iteration, 1);
    } finally {
      fed.forEach(TType::close);
    }
  }

  private static byte[] slice(byte[] values, int index, int count) {
    int size = values.length / count;
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  private static void assertLosses(StepLosses losses, Method method, int iteration) {
    Map<String, Double> terms = losses.terms();
    assertThat(terms.keySet())
        .containsExactly(
            "cross_entropy.source.main",
            "cross_entropy.source.auxiliary",
            "adversarial.main",
            "adversarial.auxiliary",
            "discriminator.main.source",
            "discriminator.main.target",
            "discriminator.auxiliary.source",
            "discriminator.auxiliary.target");
    List<Double> values = new ArrayList<>(terms.values());
    JsonNode expected = method.meta.get("losses").get(iteration);
    for (int i = 0; i < 4; i++) {
      assertThat(values.get(i))
          .as(method.losses.get(i))
          .isCloseTo(expected.get(method.losses.get(i)).asDouble(), within(1e-4));
    }
    for (int i = 0; i < 2; i++) {
      assertThat((values.get(4 + 2 * i) + values.get(5 + 2 * i)) / 2)
          .as(method.losses.get(4 + i))
          .isCloseTo(expected.get(method.losses.get(4 + i)).asDouble(), within(1e-4));
    }
  }

  private static void assertWeights(
      Session session, Variables variables, Map<String, float[]> expected) {
    expected.forEach(
        (name, values) -> {
          float[] actual = variables.read(session, name);
          for (int i = 0; i < values.length; i++) {
            double tolerance = name.contains("running_") ? 1e-4 * Math.abs(values[i]) : 1e-5;
            assertThat((double) actual[i])
                .as("%s [%d]", name, i)
                .isCloseTo(values[i], within(Math.max(tolerance, 1e-5)));
          }
        });
  }

  /** All weights by the product's names; the auxiliary head and discriminator come first. */
  private static Map<String, float[]> values(Method method, String when) {
    Map<String, float[]> values =
        FlatWeights.of(
            method.array("g_" + when).floats(),
            method.meta.get("g_layout"),
            name -> ofNetwork(method, name));
    float[] both = method.array("d_" + when).floats();
    for (int i = 0; i < 2; i++) {
      String owner = "discriminator." + (i == 0 ? AUXILIARY : Head.MAIN) + ".";
      FlatWeights.of(slice(both, i), method.meta.get("d_layout"), FlatWeights::ofDiscriminator)
          .forEach((name, own) -> values.put(owner + name, own));
    }
    return new LinkedHashMap<>(values);
  }

  private static float[] slice(float[] both, int index) {
    int size = both.length / 2;
    return Arrays.copyOfRange(both, index * size, (index + 1) * size);
  }

  private static Optional<String> ofNetwork(Method method, String name) {
    boolean unused =
        name.matches("layer[56]\\.conv2d_list\\.\\d+\\..*")
            && Integer.parseInt(name.split("\\.")[2]) >= method.rates.size();
    String swapped =
        name.startsWith("layer5.")
            ? name.replace("layer5.", "layer6.")
            : name.replace("layer6.", "layer5.");
    return unused ? Optional.empty() : Optional.of(swapped);
  }
}
