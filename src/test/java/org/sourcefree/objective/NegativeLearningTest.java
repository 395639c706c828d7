package org.sourcefree.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.labels;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.testing.Losses;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

class NegativeLearningTest {
  private static final int STEPS = 300;

  @ParameterizedTest
  @CsvSource({"19,3,6,12", "16,3,5,11", "13,5,1,11", "5,0,2,2", "4,0,2,2", "4,1,1,3"})
  void ranksFillTheRangeAroundHalfTheClassesBothEndsIncluded(
      int classes, int width, int lowest, int highest) {
    assertThat(new HashSet<>(ranks(classes, width, 1, 0)))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(lowest, highest).boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({"19,3,0,6,9", "16,6,0,2,8", "19,0,2,9,11"})
  void ranksReachAboveHalfTheClassesAsFarAsSaid(
      int classes, int width, int above, int lowest, int highest) {
    NegativeLearning term = new NegativeLearning(1, width, Optional.of(above));
    assertThat(new HashSet<>(ranks(classes, term, 1, 0)))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(lowest, highest).boxed().toList());
  }

  @Test
  void ranksAreAboutUniform() {
    List<Integer> ranks = ranks(19, 3, 1, 0);
    for (int rank = 6; rank <= 12; rank++) {
      int wanted = rank;
      assertThat(ranks.stream().filter(value -> value == wanted).count())
          .as("rank %d of %d draws", rank, STEPS)
          .isBetween(20L, 70L);
    }
  }

  @Test
  void ranksDependOnSeedAndStepAlone() {
    List<Integer> ranks = ranks(19, 3, 1, 0);
    assertThat(ranks(19, 3, 1, 0)).isEqualTo(ranks);
    assertThat(ranks(19, 3, 1, 100)).isEqualTo(ranks.subList(100, STEPS));
    assertThat(ranks(19, 3, 2, 0)).isNotEqualTo(ranks);
  }

  @ParameterizedTest
  @CsvSource({"19,9", "4,2", "16,8"})
  void refusesAWidthThatLeavesNoRank(int classes, int width) {
    assertThatThrownBy(() -> ranks(classes, width, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("negative_learning.width must ")
        .hasMessageEndingWith("got " + width);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void refusesClassesSoFewThatTheMiddleRankIsTheMostProbable(int classes) {
    assertThatThrownBy(() -> new NegativeLearning(1, 0).checkClasses(classes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("negative_learning needs at least 4 classes")
        .hasMessageEndingWith("got " + classes);
    new NegativeLearning(1, 0).checkClasses(4);
  }

  @Test
  void refusesANegativeWidth() {
    assertThatThrownBy(() -> new NegativeLearning(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width must be at least 0, got -1");
  }

  @Test
  void refusesARankAboveTheClasses() {
    assertThatThrownBy(() -> new NegativeLearning(1, 0, Optional.of(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width_above must be at least 0, got -1");
    assertThatThrownBy(() -> new NegativeLearning(1, 0, Optional.of(3)).checkClasses(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got 3");
  }

  private static List<Integer> ranks(int classes, int width, long seed, int firstStep) {
    return ranks(classes, new NegativeLearning(1, width), seed, firstStep);
  }

  private static List<Integer> ranks(int classes, NegativeLearning term, long seed, int firstStep) {
    Shape shape = Shape.of(1, 2, 3, classes);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TInt64> step = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
      var labels = tf.constant(Tensors.bytes(Shape.of(1, 2, 3), labels(3, 6, classes)));
      Losses.value(
          tf,
          term,
          Predictions.of(
              tf,
              constant(tf, shape, normal(1, shape, 1)),
              labels,
              classes,
              new Draws(seed, step)));
      List<Integer> ranks = new ArrayList<>();
      for (long number = firstStep; number < STEPS; number++) {
        try (TInt64 tensor = TInt64.scalarOf(number);
            Result result = session.runner().feed(step, tensor).fetch("complementary_rank").run()) {
          ranks.add(((TInt32) result.get(0)).getInt());
        }
      }
      return ranks;
    }
  }
}
