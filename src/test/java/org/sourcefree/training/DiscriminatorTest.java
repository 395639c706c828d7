package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Head;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.network.discriminator.Attention.Shortcut;
import org.sourcefree.network.discriminator.DiscriminatorNetwork;
import org.sourcefree.network.discriminator.FullyConnected;
import org.sourcefree.network.discriminator.Pixel;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.HeadDisagreement;
import org.sourcefree.objective.HeadSimilarity;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.Constant;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.Discriminator.Attending;
import org.sourcefree.training.Discriminator.Resolution;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Discriminators' answers, and gradients of the terms that read them, by differences. */
class DiscriminatorTest {
  private static final int CHANNELS = 3;
  private static final String SECOND = "second";

  private static Map<String, float[]> newWeights(Variables variables) {
    return new NewWeights(
            variables, TinyNetwork.SETTINGS, Additions.NONE, 5, weight -> Optional.empty())
        .all();
  }

  static Stream<DiscriminatorNetwork> networks() {
    return Stream.of(new Strided(2), new Pixel(8), new FullyConnected(List.of(5, 4)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void answersHaveTheirSizeAndTheirGradientMatchesDifferences(DiscriminatorNetwork network) {
    Shape shape = Shape.of(2, 37, 65, CHANNELS);
    boolean strided = network instanceof Strided;
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf).of("discriminator.main");
      Operand<TFloat32> input = TestTensors.constant(tf, shape, TestTensors.normal(1, shape, 1));
      Operand<TFloat32> answer = network.build(tf, variables, input, CHANNELS);
      variables.assign(session, newWeights(variables));
      assertThat(variables.all().stream().mapToLong(each -> each.shape().size()).sum())
          .isEqualTo(network.size(CHANNELS));
      assertThat(TestTensors.fetch(session, answer)).hasSize(strided ? 2 * 2 : 2 * 37 * 65);
      double error =
          new FiniteDifferences(graph, session, input, answer)
              .error(TestTensors.normal(1, shape, 1), 0.01, 0.003, 0.001, 0.0003);
      // Thousands of leaky ReLUs have kinks; a wrong layer is off by a third and more.
      assertThat(error).isLessThan(0.05);
    }
  }

  /** Zeros are added to odd numbers of channels for a GPU's bfloat16. */
  @ParameterizedTest
  @MethodSource("networks")
  void evenKernelsAnswerTheSame(DiscriminatorNetwork network) {
    Shape shape = Shape.of(1, 40, 33, CHANNELS);
    float[][] answers = new float[2][];
    for (int i = 0; i < 2; i++) {
      ConvolutionKernels kernels =
          i == 0 ? ConvolutionKernels.MATRIX : ConvolutionKernels.EVEN_CONVOLUTION;
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        Variables variables = new Variables(tf, kernels).of("discriminator.main");
        Operand<TFloat32> input = TestTensors.constant(tf, shape, TestTensors.normal(1, shape, 1));
        Operand<TFloat32> answer = network.build(tf, variables, input, CHANNELS);
        variables.assign(session, newWeights(variables));
        answers[i] = TestTensors.fetch(session, answer);
      }
    }
    assertThat(answers[1]).usingComparatorWithPrecision(1e-5f).containsExactly(answers[0]);
  }

  @ParameterizedTest
  @EnumSource(DomainLoss.class)
  void theAdversarialTermsGradientByScoresMatchesDifferences(DomainLoss loss) {
    Shape shape = Shape.of(2, 2, 3, 1);
    float[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    FiniteDifferences.assertGradient(
        shape,
        TestTensors.normal(3, shape, 2),
        0.01,
        0.01,
        (tf, scores) -> {
          Answer answer =
              new Answer(scores, Optional.of(TestTensors.constant(tf, shape, weights)), loss);
          Predictions predictions = predictions(tf, map(tf, 1)).withAnswers(Map.of("main", answer));
          return Losses.value(tf, new Adversarial(1, "main"), predictions);
        });
  }

  @Test
  void theWeightsOfPixelsGradientByLogitsMatchesDifferences() {
    Shape shape = Shape.of(2, 3, 5, CHANNELS);
    FiniteDifferences.assertGradient(
        shape,
        TestTensors.normal(3, shape, 1),
        0.01,
        0.01,
        (tf, logits) -> {
          Predictions both =
              predictions(tf, logits)
                  .withHeads(
                      Map.of(
                          Head.MAIN, predictions(tf, logits), SECOND, predictions(tf, map(tf, 9))),
                      Map.of());
          return new HeadDisagreement(List.of(Head.MAIN, SECOND), 0.4, 40, Optional.empty())
              .weights(tf, both);
        });
  }

  @Test
  void theSimilarityOfHeadsGradientMatchesDifferences() {
    Shape shape = Shape.of(40);
    Term term =
        new HeadSimilarity(1, List.of(Head.MAIN, SECOND), Optional.empty(), Optional.empty());
    FiniteDifferences.assertGradient(
        shape,
        TestTensors.normal(3, shape, 1),
        0.01,
        0.01,
        (tf, first) -> {
          Operand<TFloat32> second = tf.constant(TestTensors.normal(4, shape, 1));
          Predictions compared =
              predictions(tf, map(tf, 1))
                  .withHeads(Map.of(), Map.of(Head.MAIN, List.of(first), SECOND, List.of(second)));
          return Losses.value(tf, term, compared);
        });
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    HeadDisagreement disagreement =
        new HeadDisagreement(List.of(Head.MAIN, SECOND), 0.4, 40, Optional.empty());
    assertThatThrownBy(() -> discriminator(Optional.empty(), Optional.of(disagreement), 1))
        .hasMessage("answer must be upsampled where head_disagreement weighs pixels");
    assertThatThrownBy(() -> discriminator(Optional.empty(), Optional.empty(), 0))
        .hasMessage("factor must be positive, got 0.0");
    assertThatThrownBy(() -> new Pixel(6))
        .hasMessage("width must be at least 4 and at most 4096 and a multiple of 4, got 6");
    assertThatThrownBy(
            () -> new HeadDisagreement(List.of(SECOND, SECOND), 0.4, 40, Optional.empty()))
        .hasMessage("heads must be two, got [second, second]");
    assertThatThrownBy(() -> attending("main", new Strided(2), Sees.FEATURES))
        .hasMessageStartingWith("attention must have a discriminator that sees features");
    assertThatThrownBy(() -> attending("main", new Pixel(8), Sees.PROBABILITIES))
        .hasMessageStartingWith("attention must have a discriminator that sees features");
    Discriminator first = attending("main", new Pixel(8), Sees.FEATURES);
    Discriminator second = attending("second", new Pixel(8), Sees.FEATURES);
    assertThatThrownBy(() -> discriminators(first, second))
        .hasMessage("networks must have attention by one of them at most, got [main, second]");
  }

  /** A model that attends is not trained against another discriminator of that name. */
  @Test
  void theDiscriminatorOfAModelThatAttendsMustBeItsOwn() {
    DeepLabV2 network = new DeepLabV2(List.of(1, 1, 1, 2), 0.125, List.of(1));
    Discriminator own = attending("main", new Pixel(8), Sees.FEATURES);
    Model model =
        new Model(
            network.with(new Additions(List.of(), own.attends())),
            new ClassSet(List.of("a", "b"), List.of(0, 1)),
            Preprocessing.CAFFE);
    discriminators(own).requireFits(model);
    Discriminator wider = attending("main", new Pixel(16), Sees.FEATURES);
    assertThatThrownBy(() -> discriminators(wider).requireFits(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the discriminator main must see features");
  }

  private static Discriminators discriminators(Discriminator... networks) {
    return new Discriminators(List.of(networks), new Adam(0.9, 0.99, 1e-8), new Constant(0.001));
  }

  private static Discriminator attending(String name, DiscriminatorNetwork network, Sees sees) {
    return new Discriminator(
        name,
        network,
        sees,
        Optional.empty(),
        DomainLoss.LEAST_SQUARES,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Attending(Shortcut.IDENTITY)));
  }

  private static Discriminator discriminator(
      Optional<Resolution> answer, Optional<HeadDisagreement> disagreement, double factor) {
    return new Discriminator(
        "main",
        new Strided(2),
        Sees.PROBABILITIES,
        Optional.empty(),
        DomainLoss.CROSS_ENTROPY,
        factor,
        answer,
        disagreement);
  }

  private static Operand<TFloat32> map(Ops tf, long seed) {
    Shape shape = Shape.of(2, 3, 5, CHANNELS);
    return TestTensors.constant(tf, shape, TestTensors.normal(seed, shape, 1));
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits) {
    var none = tf.constant(Tensors.bytes(Shape.of(1, 1, 1), new byte[] {(byte) 255}));
    return Predictions.of(tf, logits, none, CHANNELS, new Draws(0, tf.constant(0L)));
  }
}
