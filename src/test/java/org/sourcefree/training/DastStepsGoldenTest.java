package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.network.discriminator.Attention.Shortcut;
import org.sourcefree.network.discriminator.DiscriminatorNetwork;
import org.sourcefree.network.discriminator.Pixel;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.PolynomialDecay;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Npy;
import org.sourcefree.training.Discriminator.Attending;
import org.sourcefree.training.Discriminator.Sees;
import org.sourcefree.training.GoldenSteps.Part;
import org.sourcefree.training.GoldenSteps.Parts;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * Whole iterations of both stages of DAST's authors' code, with attention, a projection before it
 * and two discriminators: every weight and running average. Their fifth stage is the product's last
 * block of the fourth.
 */
class DastStepsGoldenTest {
  private static final String FEATURES = "features";
  private static final String OUTPUT = "output";
  private static final String ADAPTATION = "steps_da";
  private static final String SELF_TRAINING = "steps_st_a";
  private static final JsonNode CASES = GoldenMeta.read("dast").get("cases");

  @Test
  void everyIterationOfTheAdaptationMatches() {
    follow(ADAPTATION, "steps_da_%s_before", "steps_da_%s_after3");
  }

  /** It begins with the adaptation's network and discriminators, and new momenta. */
  @Test
  void everyIterationOfTheSelfTrainingMatches() {
    follow(SELF_TRAINING, "steps_da_%s_after3", "steps_st_a_%s_after2");
  }

  private static void follow(String run, String before, String after) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Model model =
          new Model(
              new DeepLabV2(List.of(1, 1, 1, 2), 0.03125, List.of(6, 12)),
              new ClassSet(List.of("a", "b", "c"), List.of(0, 1, 2)),
              Preprocessing.CAFFE);
      Step step = new Step(graph, variables, model, settings(run), 0);
      step.begin(session);
      variables.assign(session, values(before));
      JsonNode losses = CASES.get(run).get("losses");
      for (int iteration = 0; iteration < losses.size(); iteration++) {
        Map<String, Double> terms =
            GoldenSteps.run(session, step, iteration, (stream, i) -> parts(run, stream, i));
        assertLosses(terms, losses.get(iteration), iteration);
      }
      GoldenSteps.assertWeights(session, variables, values(after));
    }
  }

  private static TrainingSettings settings(String run) {
    JsonNode settings = CASES.get(run).get("settings");
    boolean trains = run.equals(SELF_TRAINING);
    BatchNorm batchNorm =
        new BatchNorm(
            trains ? BatchNorm.Statistics.FROZEN : BatchNorm.Statistics.BATCH,
            BatchNorm.ScaleAndShift.FROZEN,
            0.1,
            false,
            Optional.empty(),
            Optional.empty());
    Sgd sgd =
        new Sgd(0.9, 0.0005, settings.get("head_multiplier").asDouble(), Double.POSITIVE_INFINITY);
    long steps = settings.get("poly_steps").asLong();
    PolynomialDecay schedule =
        new PolynomialDecay(settings.get("learning_rate").asDouble(), 0.9, steps, 0);
    Discriminators discriminators =
        new Discriminators(
            List.of(
                discriminator(
                    FEATURES, new Pixel(32), Sees.FEATURES, Optional.of(Shortcut.PROJECTION)),
                discriminator(OUTPUT, new Strided(2), Sees.PROBABILITIES, Optional.empty())),
            new Adam(0.9, 0.99, 1e-8),
            new PolynomialDecay(settings.get("learning_rate_d").asDouble(), 0.9, steps, 0));
    return TrainingSettings.of(
            batchNorm,
            Player.network(
                new Objective(terms(settings.get("lambda_adv"), trains)), sgd, schedule::rateAt),
            false)
        .withSource()
        .with(discriminators);
  }

  private static List<Term> terms(JsonNode weights, boolean trains) {
    Term source = crossEntropy(Domain.SOURCE);
    Term features = new Adversarial(weights.get(0).asDouble(), FEATURES);
    Term output = new Adversarial(weights.get(1).asDouble(), OUTPUT);
    return trains
        ? List.of(source, crossEntropy(Domain.TARGET), features, output)
        : List.of(source, features, output);
  }

  private static CrossEntropy crossEntropy(Domain domain) {
    return new CrossEntropy(
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(domain),
        Optional.empty());
  }

  private static Discriminator discriminator(
      String name, DiscriminatorNetwork network, Sees sees, Optional<Shortcut> attention) {
    return new Discriminator(
        name,
        network,
        sees,
        Optional.empty(),
        DomainLoss.LEAST_SQUARES,
        1,
        Optional.empty(),
        Optional.empty(),
        attention.map(Attending::new));
  }

  private static Parts parts(String run, String stream, int iteration) {
    Npy images = Npy.read("golden/dast/%s_%s_images.npy".formatted(run, stream));
    Part own = Part.ofIteration(images.signed(), images.shape(), iteration);
    if (stream.equals(Streams.TARGET) && run.equals(ADAPTATION)) {
      long[] s = own.shape();
      return new Parts(own, Part.unlabelled(s[0], s[2], s[3]));
    }
    Npy labels = Npy.read("golden/dast/%s_%s_labels.npy".formatted(run, stream));
    return new Parts(own, Part.ofIteration(labels.bytes(), labels.shape(), iteration));
  }

  private static void assertLosses(Map<String, Double> terms, JsonNode expected, int iteration) {
    Map<String, Double> actual = new LinkedHashMap<>();
    boolean trains = expected.has("seg_target");
    actual.put("seg", terms.get(trains ? "cross_entropy.source" : "cross_entropy"));
    if (trains) {
      actual.put("seg_target", terms.get("cross_entropy.target"));
    }
    actual.put("adv_feature", terms.get("adversarial.features"));
    actual.put("adv_output", terms.get("adversarial.output"));
    actual.put("d_source", both(terms, "source"));
    actual.put("d_target", both(terms, "target"));
    actual.forEach(
        (name, value) -> {
          double wanted = expected.get(name).asDouble();
          assertThat(value)
              .as("%s of iteration %d", name, iteration)
              .isCloseTo(wanted, within(1e-4 * Math.max(1, wanted)));
        });
  }

  private static double both(Map<String, Double> terms, String domain) {
    return terms.get("discriminator.features." + domain)
        + terms.get("discriminator.output." + domain);
  }

  /** All weights by the product's names. */
  private static Map<String, float[]> values(String file) {
    JsonNode layouts = CASES.get(ADAPTATION);
    Map<String, float[]> values =
        FlatWeights.of(array(file, "g"), layouts.get("g_layout"), DastStepsGoldenTest::named);
    values.putAll(
        FlatWeights.of(
            array(file, "d"),
            layouts.get("d_layout"),
            name ->
                Optional.of(
                    "discriminator.%s.%s"
                        .formatted(name.startsWith("0.") ? FEATURES : OUTPUT, name.substring(2)))));
    return values;
  }

  private static float[] array(String file, String of) {
    return Npy.read("golden/dast/%s.npy".formatted(file.formatted(of))).floats();
  }

  /** Without the branches that are not in effect. */
  private static Optional<String> named(String name) {
    if (name.matches("layer6\\.conv2d_list\\.[23]\\..*")) {
      return Optional.empty();
    }
    return Optional.of(
        name.startsWith("layer6.")
            ? name.replace("layer6.", "layer5.")
            : name.replace("layer5.0.", "layer4.1."));
  }
}
