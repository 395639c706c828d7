package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.GaussianBottleneck;
import org.sourcefree.network.Model;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.objective.Bottlenecked;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.Excess;
import org.sourcefree.objective.Information;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.Batches;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.PlainSession;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Steps whose heads read features that passed a bottleneck. */
class BottleneckTest {
  private static final String FACTOR = "information.factor";
  private static final GaussianBottleneck FORM = new GaussianBottleneck(0.5);
  private static final Batch IMAGES =
      Batches.joined(StreamsAndPlayersTest.batch(1, 1), StreamsAndPlayersTest.batch(2, 4));

  /** A step in a session, and its losses. */
  private interface Taken {
    void check(Session session, Variables variables, Step step);
  }

  private static TrainingSettings settings(Information information, boolean source) {
    List<Term> terms = List.of(new CrossEntropy(1), information);
    Sgd sgd = new Sgd(0.9, 5e-4, 10, Double.POSITIVE_INFINITY);
    TrainingSettings plain =
        TrainingSettings.of(
            TinyNetwork.BATCH_STATISTICS,
            Player.network(new Objective(terms), sgd, step -> 1e-4),
            false);
    return (source ? plain.withSource() : plain).through(Optional.of(FORM), terms);
  }

  private static void run(TrainingSettings settings, Taken taken) {
    try (Graph graph = new Graph();
        Session session = PlainSession.open(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step step = new Step(graph, variables, TinyNetwork.MODEL, settings, 11);
      TestTensors.initialise(session, variables, 21);
      step.reset(session);
      taken.check(session, variables, step);
    }
  }

  private static double information(StepLosses losses) {
    return losses.terms().get("information");
  }

  @Test
  void theFactorFollowsWhatIsToldOverTheBound() {
    run(
        settings(new Information(0.1, 2, 0.01), false),
        (session, variables, step) -> {
          assertThat(variables.read(session, FACTOR)).containsExactly(0.1f);
          StepLosses losses = step.run(session, IMAGES, 3, 1);
          double expected = 0.1 + 0.01 * (information(losses) - 2);
          assertThat(information(losses)).isGreaterThan(0);
          assertThat((double) variables.read(session, FACTOR)[0])
              .isCloseTo(expected, within(1e-5 * expected));
        });
  }

  /** The numbers of the vectors: β 0.1, η 0.01, I_c 2, KL 3.599. */
  @Test
  void theDualStepMatches() {
    var golden = GoldenMeta.read("siban").get("cases").get("bottleneck_a");
    double told = golden.get("kl").asDouble();
    var update = golden.get("beta_update");
    double factor = update.get("before").asDouble();
    double gradient = gradientOfFactor(new Excess(update.get("I_c").asDouble()), factor, told);
    double after = Math.max(0, factor - update.get("step").asDouble() * gradient);
    assertThat(after).isCloseTo(update.get("after").asDouble(), within(1e-6));
  }

  private static double gradientOfFactor(Excess excess, double factor, double told) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> price = tf.constant((float) factor);
      Operand<TFloat32> each = tf.constant(new float[][][] {{{(float) told, (float) told}}});
      Operand<TFloat32> loss =
          Losses.value(tf, excess, predictions(tf).through(new Bottlenecked(each, price)));
      var gradient = graph.addGradients(loss.asOutput(), new Output<?>[] {price.asOutput()})[0];
      return TestTensors.fetch(session, gradient.expect(TFloat32.class))[0];
    }
  }

  @Test
  void theFactorIsNeverBelowZero() {
    run(
        settings(new Information(0.001, 1e6, 1), true),
        (session, variables, step) -> {
          Map<String, Batch> both = Map.of(Streams.SOURCE, IMAGES, Streams.TARGET, IMAGES);
          step.run(session, both, 0, 1);
          assertThat(variables.read(session, FACTOR)).containsExactly(0);
          assertThat(step.run(session, both, 1, 1).isFinite()).isTrue();
        });
  }

  @Test
  void noiseFollowsFromTheStepAlone() {
    run(
        settings(new Information(0.1, 2, 0.01), false),
        (session, variables, step) -> {
          double first = step.run(session, IMAGES, 3, 0).total();
          assertThat(step.run(session, IMAGES, 3, 0).terms().get("cross_entropy"))
              .isEqualTo(step.run(session, IMAGES, 3, 0).terms().get("cross_entropy"));
          assertThat(step.run(session, IMAGES, 4, 0).total()).isNotEqualTo(first);
        });
  }

  /** By the weights of log σ², which z and the information both depend on. */
  @Test
  void gradientsMatchDifferences() {
    Shape shape = Shape.of(2, 3, 4, 6);
    Shape kernel = Shape.of(1, 1, 6, 6);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> mean = TestTensors.constant(tf, shape, TestTensors.normal(1, shape, 1));
      Operand<TFloat32> noise = TestTensors.constant(tf, shape, TestTensors.normal(2, shape, 1));
      GaussianBottleneck.Passed passed = GaussianBottleneck.build(tf, variables, mean, noise);
      float[] start = TestTensors.normal(3, kernel, 0.3);
      variables.assign(
          session,
          Map.of(
              "bottleneck.log_variance.weight",
              start,
              "bottleneck.log_variance.bias",
              new float[6]));
      Operand<TFloat32> weight =
          variables.of(GaussianBottleneck.OWNER).get("log_variance.weight", kernel).value();
      for (Operand<TFloat32> value : List.of(passed.features(), passed.information())) {
        double error =
            new FiniteDifferences(graph, session, weight, value).error(start, 0.01, 0.003);
        assertThat(error).isLessThan(0.01);
        double byMean =
            new FiniteDifferences(graph, session, mean, value)
                .error(TestTensors.normal(1, shape, 1), 0.01, 0.003);
        assertThat(byMean).isLessThan(0.01);
      }
    }
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    Optional<GaussianBottleneck> form = Optional.of(FORM);
    List<Term> with = List.of(new Entropy(1), new Information(1, 1, 1));
    List<Term> without = List.of(new Entropy(1));
    Bottleneck.check(form, with, false, 1);
    Bottleneck.check(Optional.empty(), without, true, 2);
    assertThatThrownBy(() -> Bottleneck.check(form, without, false, 1))
        .hasMessage("bottleneck must be there beside a term information, and nowhere else");
    assertThatThrownBy(() -> Bottleneck.check(Optional.empty(), with, false, 1))
        .hasMessage("bottleneck must be there beside a term information, and nowhere else");
    assertThatThrownBy(() -> Bottleneck.check(form, with, true, 1))
        .hasMessageStartingWith("bottleneck must be without a teacher and training.accumulate");
    assertThatThrownBy(() -> Bottleneck.check(form, with, false, 2))
        .hasMessageStartingWith("bottleneck must be without a teacher and training.accumulate");
    assertThatThrownBy(() -> new Information(1, -1, 0))
        .hasMessage("bound and dual_step must be at least 0, got -1.0 and 0.0");
  }

  @Test
  void refusesANetworkWhoseStagesAreNotKnown() {
    Bottleneck.requireFits(TinyNetwork.MODEL);
    Architecture other =
        new Architecture() {
          @Override
          public Network build(
              Ops tf,
              Variables variables,
              Operand<TFloat32> inputs,
              int classes,
              Normalisation normalisation) {
            return TinyNetwork.SETTINGS.build(tf, variables, inputs, classes, normalisation);
          }

          @Override
          public boolean isTrained(String name, BatchNorm.ScaleAndShift scaleAndShift) {
            return true;
          }

          @Override
          public boolean isHead(String name) {
            return false;
          }
        };
    Model model = new Model(other, TinyNetwork.MODEL.classes(), TinyNetwork.MODEL.preprocessing());
    assertThatThrownBy(() -> settings(new Information(1, 1, 1), false).requireFits(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "bottleneck must be in a network that sourcefree builds, this one is another program's");
  }

  private static Predictions predictions(Ops tf) {
    Shape shape = Shape.of(1, 1, 2, 3);
    return Predictions.of(
        tf,
        TestTensors.constant(tf, shape, TestTensors.normal(1, shape, 1)),
        tf.constant(Tensors.bytes(Shape.of(1, 1, 2), new byte[2])),
        3,
        new Draws(0, tf.constant(0L)));
  }
}
