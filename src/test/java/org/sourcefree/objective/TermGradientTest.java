package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.labels;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Tensors;
import org.sourcefree.objective.CrossEntropy.ImageWeight;
import org.sourcefree.objective.CrossEntropy.Mean;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.Losses;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class TermGradientTest {
  private static final int PIXELS = 2 * 3 * 5;

  static Stream<Arguments> cases() {
    Stream<Arguments> any =
        Stream.of(2, 3, 19)
            .flatMap(
                classes ->
                    Stream.of(
                            new CrossEntropy(1),
                            new Entropy(1),
                            new DoubleSoftmaxEntropy(1),
                            new Diversity(1),
                            new CrossEntropy(
                                1, Optional.of(new ImageWeight(0.5)), Optional.of(Mean.ALL)),
                            new CrossEntropy(
                                1, Optional.of(new ImageWeight(0.5)), Optional.of(Mean.NONZERO)),
                            focal(0.5),
                            focal(2),
                            new NegativeBinaryCrossEntropy(1),
                            new Uniformity(1, Optional.empty()),
                            new Uniformity(1, Optional.of(Domain.TARGET)))
                        .map(term -> Arguments.of(classes, term)));
    Stream<Arguments> negative =
        Stream.of(4, 5, 19)
            .map(classes -> Arguments.of(classes, new NegativeLearning(1, width(classes))));
    return Stream.concat(any, negative);
  }

  private static CrossEntropy focal(double focus) {
    return new CrossEntropy(1, Optional.empty(), Optional.empty(), Optional.of(focus));
  }

  private static int width(int classes) {
    return classes == 19 ? 3 : 0;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientByLogitsMatchesDifferences(int classes, Term term) {
    Shape shape = Shape.of(2, 3, 5, classes);
    FiniteDifferences.assertGradient(
        shape,
        apart(7, classes),
        0.01,
        0.01,
        (tf, logits) -> Losses.value(tf, term, predictions(tf, logits, classes)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void veryConfidentLogitsKeepValueAndGradientFinite(int classes, Term term) {
    Shape shape = Shape.of(2, 3, 5, classes);
    float[] logits = normal(7, shape, 1);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = logits[i] > 0 ? 60 : -60;
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input = constant(tf, shape, logits);
      Operand<TFloat32> loss = Losses.value(tf, term, predictions(tf, input, classes));
      Output<?>[] gradients =
          graph.addGradients(loss.asOutput(), new Output<?>[] {input.asOutput()});
      assertFinite(fetch(session, loss));
      assertFinite(fetch(session, gradients[0].expect(TFloat32.class)));
    }
  }

  /** Terms of the softmax; the binary cross-entropy looks at every class's score alone. */
  static Stream<Arguments> softmaxCases() {
    return cases().filter(each -> !(each.get()[1] instanceof NegativeBinaryCrossEntropy));
  }

  @ParameterizedTest
  @MethodSource("softmaxCases")
  void addingAConstantToAPixelsLogitsChangesNothing(int classes, Term term) {
    Shape shape = Shape.of(2, 3, 5, classes);
    float[] logits = normal(7, shape, 2);
    float[] moved = logits.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += 3 + i / classes % 4;
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      float[] first =
          fetch(
              session,
              Losses.value(tf, term, predictions(tf, constant(tf, shape, logits), classes)));
      float[] second =
          fetch(
              session,
              Losses.value(tf, term, predictions(tf, constant(tf, shape, moved), classes)));
      assertThat(second).usingComparatorWithPrecision(1e-5f).containsExactly(first);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 19})
  void theWeightedTotalsGradientMatchesDifferences(int classes) {
    Shape shape = Shape.of(2, 3, 5, classes);
    Objective objective =
        new Objective(
            List.of(
                new CrossEntropy(0.5), new Entropy(2), new NegativeLearning(3, width(classes))));
    FiniteDifferences.assertGradient(
        shape,
        apart(8, classes),
        0.01,
        0.01,
        (tf, logits) -> Losses.of(tf, objective, predictions(tf, logits, classes)).total());
  }

  /** Logits of every pixel a third apart in random order, so that no small move reorders them. */
  private static float[] apart(long seed, int classes) {
    Random random = new Random(seed);
    List<Float> steps = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      steps.add(c / 3f);
    }
    float[] logits = new float[PIXELS * classes];
    for (int i = 0; i < logits.length; i++) {
      if (i % classes == 0) {
        Collections.shuffle(steps, random);
      }
      logits[i] = steps.get(i % classes);
    }
    return logits;
  }

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits, int classes) {
    var labels = tf.constant(Tensors.bytes(Shape.of(2, 3, 5), labels(3, PIXELS, classes)));
    float[] confidence = new float[PIXELS];
    for (int p = 0; p < PIXELS; p++) {
      confidence[p] = p % 7 / 7f;
    }
    return Predictions.of(tf, logits, labels, classes, new Draws(11, tf.constant(4L)))
        .with(
            new Predictions.Taught(
                constant(tf, Shape.of(2, 3, 5), confidence),
                tf.nn.softmax(
                    constant(
                        tf, Shape.of(2, 3, 5, classes), normal(5, Shape.of(2, 3, 5, classes), 1)))))
        .from(tf.constant(new float[] {0, 1}));
  }

  private static void assertFinite(float[] values) {
    assertThat(values).isNotEmpty();
    assertThat(Arrays.toString(values)).doesNotContain("NaN", "Infinity");
  }
}
