package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Pool;
import org.sourcefree.data.PoolOfThreads;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.PartialStatistics;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

class TargetStatisticsTest {
  private static final ViewReader VIEWS = ViewReader.of(new EvaluationView(41, 33));

  @TempDir private Path folder;

  @Test
  void theAveragesAreTheMeanOfTheBatchesStatistics() {
    List<Sample> samples = MadeUp.images(folder, 3, 41, 33);
    Map<String, float[]> all = estimate(samples, 1);
    List<Map<String, float[]>> single = new ArrayList<>();
    samples.forEach(sample -> single.add(estimate(List.of(sample), 1)));
    assertThat(all).isNotEmpty();
    all.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            float sum = 0;
            for (Map<String, float[]> own : single) {
              sum += own.get(name)[i];
            }
            float mean = sum / single.size();
            assertThat(values[i]).as(name).isCloseTo(mean, within(1e-4f * (1 + Math.abs(mean))));
          }
        });
  }

  @Test
  void theLastBatchMayBeSmallerAndEveryImageIsCounted() {
    List<Sample> samples = MadeUp.images(folder, 3, 41, 33);
    List<Integer> seen = new ArrayList<>();
    run(samples, 2, seen);
    assertThat(seen).containsExactly(2, 3);
  }

  @Test
  void weightsStayAsTheyAre() {
    List<Sample> samples = MadeUp.images(folder, 2, 41, 33);
    Map<String, float[]> estimated = run(samples, 2, new ArrayList<>());
    Map<String, float[]> untouched = run(List.of(), 2, new ArrayList<>());
    untouched.forEach(
        (name, values) -> {
          if (name.contains(".running_")) {
            assertThat(estimated.get(name)).as(name).isNotEqualTo(values);
          } else {
            assertThat(estimated.get(name)).as(name).isEqualTo(values);
          }
        });
  }

  @Test
  void inPartTheAveragesMoveByAWeightThatDecays() {
    List<Sample> one = MadeUp.images(folder, 1, 41, 33);
    Map<String, float[]> before = run(List.of(), 1, new ArrayList<>());
    Map<String, float[]> batch = estimate(one, 1);
    PartialStatistics part = new PartialStatistics(0.4, 0.5, 3, 2);
    List<Integer> seen = new ArrayList<>();
    Map<String, float[]> moved =
        run(statistics -> statistics.moveInPart(one, VIEWS, part, 7, Pool.ONE, seen::add));
    assertThat(seen).containsExactly(2, 4, 6);
    double left = (1 - 0.4) * (1 - 0.4 * Math.exp(-0.5)) * (1 - 0.4 * Math.exp(-1));
    batch.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            // A batch of the image twice has its mean; its unbiased variance is slightly smaller.
            double expected = left * before.get(name)[i] + (1 - left) * values[i];
            assertThat((double) moved.get(name)[i])
                .as(name)
                .isCloseTo(expected, within(0.05 * (1e-3 + Math.abs(expected))));
          }
        });
  }

  @Test
  void theOrderOfPartialStatisticsFollowsFromTheSeed() {
    List<Sample> samples = MadeUp.images(folder, 4, 41, 33);
    PartialStatistics part = new PartialStatistics(0.5, 0, 2, 1);
    Map<String, float[]> first =
        run(statistics -> statistics.moveInPart(samples, VIEWS, part, 7, Pool.ONE, done -> {}));
    Map<String, float[]> again =
        run(statistics -> statistics.moveInPart(samples, VIEWS, part, 7, Pool.ONE, done -> {}));
    Map<String, float[]> other =
        run(statistics -> statistics.moveInPart(samples, VIEWS, part, 11, Pool.ONE, done -> {}));
    String name = "bn1.running_mean";
    assertThat(again.get(name)).containsExactly(first.get(name));
    assertThat(other.get(name)).isNotEqualTo(first.get(name));
  }

  /** Seven batches among two, three and four, some of whom have none in the last turn. */
  @Test
  void severalTogetherEndWithTheSameBits() {
    List<Sample> samples = MadeUp.images(folder, 13, 41, 33);
    Map<String, float[]> alone = estimate(samples, 2);
    for (int size = 2; size <= 4; size++) {
      for (Map<String, float[]> each :
          PoolOfThreads.each(
              size, pool -> run(s -> s.estimate(samples, VIEWS, 2, pool, d -> {})))) {
        alone.forEach((name, values) -> assertThat(each.get(name)).as(name).isEqualTo(values));
      }
    }
  }

  @Test
  void severalTogetherMoveInPartToTheSameBits() {
    List<Sample> samples = MadeUp.images(folder, 5, 41, 33);
    PartialStatistics part = new PartialStatistics(0.6, 0.1, 5, 2);
    Map<String, float[]> alone =
        run(statistics -> statistics.moveInPart(samples, VIEWS, part, 7, Pool.ONE, done -> {}));
    for (Map<String, float[]> each :
        PoolOfThreads.each(
            3, pool -> run(s -> s.moveInPart(samples, VIEWS, part, 7, pool, done -> {})))) {
      alone.forEach((name, values) -> assertThat(each.get(name)).as(name).isEqualTo(values));
    }
  }

  private static Map<String, float[]> estimate(List<Sample> samples, int batchSize) {
    Map<String, float[]> averages = run(samples, batchSize, new ArrayList<>());
    averages.keySet().removeIf(name -> !name.contains(".running_"));
    return averages;
  }

  /** All variables after the estimate. */
  private static Map<String, float[]> run(List<Sample> samples, int batchSize, List<Integer> seen) {
    return run(statistics -> statistics.estimate(samples, VIEWS, batchSize, Pool.ONE, seen::add));
  }

  private static Map<String, float[]> run(Consumer<TargetStatistics> work) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      TargetStatistics statistics =
          new TargetStatistics(graph, session, variables, TinyNetwork.MODEL);
      assertThat(variables.of(Role.AVERAGE))
          .extracting(Variable::name)
          .allMatch(name -> name.contains(".running_"));
      TestTensors.initialise(session, variables, 21);
      work.accept(statistics);
      return new LinkedHashMap<>(Variables.read(session, variables.all()));
    }
  }
}
