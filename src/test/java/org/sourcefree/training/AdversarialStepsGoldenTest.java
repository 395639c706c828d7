package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Domain;
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
import org.sourcefree.objective.HeadDisagreement;
import org.sourcefree.objective.HeadSimilarity;
import org.sourcefree.objective.LinearToZero;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.objective.WeightSchedule;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.PolynomialDecay;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.optimizer.WarmUpThenPoly;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.training.Discriminator.Resolution;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * Whole iterations of AdaptSeg's, ADVENT's and CLAN's training loops, two heads and their
 * discriminators, against the authors' code: every weight and running average.
 */
class AdversarialStepsGoldenTest {
  /** CLAN's images are of another size in every step. */
  @ParameterizedTest
  @EnumSource(AdversarialMethod.class)
  void everyIterationMatches(AdversarialMethod method) {
    follow(method);
  }

  private static void follow(AdversarialMethod method) {
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
      int last = method.known.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
      for (int iteration = 0; iteration <= last; iteration++) {
        assertLosses(GoldenSteps.run(session, step, iteration, method::parts), method, iteration);
        if (method.known.containsKey(iteration)) {
          GoldenSteps.assertWeights(
              session, variables, values(method, method.known.get(iteration)));
        }
      }
    }
  }

  private static TrainingSettings settings(AdversarialMethod method) {
    BatchNorm batchNorm =
        new BatchNorm(
            BatchNorm.Statistics.BATCH,
            BatchNorm.ScaleAndShift.FROZEN,
            0.1,
            false,
            Optional.empty(),
            Optional.empty());
    Sgd sgd =
        new Sgd(
            method.setting("momentum"),
            method.setting("weight_decay"),
            method.setting("head_multiplier"),
            Double.POSITIVE_INFINITY);
    boolean clan = method == AdversarialMethod.CLAN;
    Head head = new Head(AdversarialMethod.OTHER, clan ? 4 : 3, method.rates, Optional.of(clan));
    Schedule schedule = schedule(method, "learning_rate");
    Discriminators discriminators =
        new Discriminators(
            method.discriminators().stream().map(name -> discriminator(method, name)).toList(),
            new Adam(0.9, 0.99, 1e-8),
            schedule(method, "learning_rate_d"));
    return TrainingSettings.of(
            batchNorm, Player.network(new Objective(terms(method)), sgd, schedule::rateAt), false)
        .withSource()
        .with(List.of(head))
        .with(discriminators);
  }

  private static Schedule schedule(AdversarialMethod method, String rate) {
    long steps = (long) method.setting("poly_steps");
    return method == AdversarialMethod.CLAN
        ? new WarmUpThenPoly(
            method.setting(rate), 0.9, steps, (long) method.setting("preheat_steps"))
        : new PolynomialDecay(method.setting(rate), 0.9, steps, 0);
  }

  private static List<Term> terms(AdversarialMethod method) {
    if (method == AdversarialMethod.CLAN) {
      Optional<WeightSchedule> damped =
          Optional.of(new LinearToZero((long) method.setting("poly_steps")));
      return List.of(
          crossEntropy(1, 2, Head.MAIN),
          crossEntropy(1, 2, AdversarialMethod.OTHER),
          new Adversarial(
              method.setting("lambda_adv"), AdversarialMethod.SUM, damped, Optional.empty()),
          new HeadSimilarity(
              2 * method.setting("lambda_weight"),
              List.of(Head.MAIN, AdversarialMethod.OTHER),
              damped,
              Optional.empty()));
    }
    String weight = method == AdversarialMethod.ADAPTSEG ? "lambda_adv_" : "lambda_";
    return List.of(
        crossEntropy(1, 0, Head.MAIN),
        crossEntropy(method.setting("lambda_seg_aux"), 0, AdversarialMethod.OTHER),
        new Adversarial(method.setting(weight + "main"), Head.MAIN),
        new Adversarial(method.setting(weight + "aux"), AdversarialMethod.OTHER));
  }

  private static CrossEntropy crossEntropy(double weight, double focus, String head) {
    return new CrossEntropy(
        weight,
        Optional.empty(),
        Optional.empty(),
        Optional.of(focus),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Domain.SOURCE),
        Optional.of(head));
  }

  private static Discriminator discriminator(AdversarialMethod method, String name) {
    boolean clan = method == AdversarialMethod.CLAN;
    Optional<HeadDisagreement> disagreement =
        clan
            ? Optional.of(
                new HeadDisagreement(
                    List.of(Head.MAIN, AdversarialMethod.OTHER),
                    method.setting("epsilon"),
                    method.setting("lambda_local"),
                    Optional.of((long) method.setting("preheat_steps") + 1)))
            : Optional.empty();
    return new Discriminator(
        name,
        new Strided(2),
        method == AdversarialMethod.ADVENT ? Sees.SELF_INFORMATION : Sees.PROBABILITIES,
        clan ? Optional.empty() : Optional.of(name),
        DomainLoss.CROSS_ENTROPY,
        clan ? 1 : 0.5,
        clan ? Optional.of(Resolution.UPSAMPLED) : Optional.empty(),
        disagreement);
  }

  private static void assertLosses(
      Map<String, Double> terms, AdversarialMethod method, int iteration) {
    JsonNode expected = method.meta.get("losses").get(iteration);
    Map<String, Double> actual = new LinkedHashMap<>();
    double main = terms.get("cross_entropy.source.main");
    double other = terms.get("cross_entropy.source.other");
    switch (method) {
      case ADAPTSEG -> {
        actual.putAll(Map.of("seg2", main, "seg1", other));
        actual.put("adv2", terms.get("adversarial.main"));
        actual.put("adv1", terms.get("adversarial.other"));
        actual.put("d2", own(terms, Head.MAIN));
        actual.put("d1", own(terms, AdversarialMethod.OTHER));
      }
      case ADVENT -> {
        actual.putAll(Map.of("seg_main", main, "seg_aux", other));
        actual.put("adv_main", terms.get("adversarial.main"));
        actual.put("adv_aux", terms.get("adversarial.other"));
        actual.put("d_main", own(terms, Head.MAIN));
        actual.put("d_aux", own(terms, AdversarialMethod.OTHER));
      }
      case CLAN -> {
        double damping = expected.get("damping").asDouble();
        actual.put("seg", main + other);
        actual.put("adv", terms.get("adversarial"));
        actual.put(
            "weight", 2 * method.setting("lambda_weight") * damping * terms.get("head_similarity"));
        actual.put("d_source", terms.get("discriminator.sum.source"));
        actual.put("d_target", terms.get("discriminator.sum.target"));
      }
    }
    actual.forEach(
        (name, value) -> {
          double wanted = expected.get(name).asDouble();
          assertThat(value)
              .as("%s of iteration %d", name, iteration)
              .isCloseTo(wanted, within(1e-4 * Math.max(1, wanted)));
        });
  }

  /** A discriminator's loss, by its factor of ½. */
  private static double own(Map<String, Double> terms, String name) {
    String owner = "discriminator." + name;
    return (terms.get(owner + ".source") + terms.get(owner + ".target")) / 2;
  }

  /** All weights by the product's names. */
  private static Map<String, float[]> values(AdversarialMethod method, String when) {
    Map<String, float[]> values =
        FlatWeights.of(
            method.array("g_" + when).floats(), method.meta.get("g_layout"), method::named);
    float[] all = method.array("d_" + when).floats();
    List<String> names = method.discriminators();
    int size = all.length / names.size();
    for (int i = 0; i < names.size(); i++) {
      String owner = "discriminator." + names.get(i) + ".";
      FlatWeights.of(
              Arrays.copyOfRange(all, i * size, (i + 1) * size),
              method.meta.get("d_layout"),
              FlatWeights::ofDiscriminator)
          .forEach((name, own) -> values.put(owner + name, own));
    }
    return values;
  }
}
