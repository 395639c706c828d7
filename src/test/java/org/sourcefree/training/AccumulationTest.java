package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.sourcefree.training.StreamsAndPlayersTest.OBJECTIVE;
import static org.sourcefree.training.StreamsAndPlayersTest.RATE;
import static org.sourcefree.training.StreamsAndPlayersTest.SOURCE;
import static org.sourcefree.training.StreamsAndPlayersTest.assertSame;
import static org.sourcefree.training.StreamsAndPlayersTest.batch;
import static org.sourcefree.training.StreamsAndPlayersTest.player;
import static org.sourcefree.training.StreamsAndPlayersTest.run;
import static org.sourcefree.training.StreamsAndPlayersTest.settings;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.testing.Batches;
import org.sourcefree.training.StreamsAndPlayersTest.Outcome;
import org.sourcefree.training.replicas.Accumulation;
import org.sourcefree.training.replicas.Replicas;

/** Batches that are computed in parts against the same batches at once. */
class AccumulationTest {
  private static final double SLOW = 1e-4;

  /** Terms that are no sums over pixels, such as the diversity of the mean, need all means. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void aBatchInPartsMovesAsAtOnce(int parts) {
    List<Map<String, Batch>> batches =
        List.of(
            Map.of(Streams.TARGET, images(1, 4, 7, 2, 5), SOURCE, images(6, 1, 3, 9, 1)),
            Map.of(Streams.TARGET, images(11, 9, 8, 1, 3), SOURCE, images(16, 2, 1, 4, 6)));
    List<Player> players =
        List.of(
            player(Variables.NETWORK, OBJECTIVE, name -> !name.startsWith("layer5.")),
            player("head", OBJECTIVE, name -> name.startsWith("layer5.")));
    Outcome inParts =
        run(settings(Statistics.FROZEN, new Accumulation(parts), players, SOURCE), batches, SLOW);
    Outcome atOnce = run(settings(Statistics.FROZEN, Replicas.ONE, players, SOURCE), batches, SLOW);
    assertThat(inParts.losses().total()).isCloseTo(atOnce.losses().total(), withinPercentage(1e-3));
    atOnce
        .variables()
        .forEach((name, values) -> assertClose(name, inParts.variables().get(name), values));
  }

  /** To 1e-5 of the largest, as frozen statistics of made-up values let weights grow. */
  private static void assertClose(String name, float[] actual, float[] expected) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual)
        .as(name)
        .usingComparatorWithPrecision(1e-5f * largest)
        .containsExactly(expected);
  }

  /** An image is not divided. */
  @Test
  void aBatchOfOneImageHasOnePart() {
    List<Map<String, Batch>> batches = List.of(Map.of(Streams.TARGET, batch(1, 4)));
    List<Player> players = List.of(player(OBJECTIVE));
    assertSame(
        run(settings(Statistics.BATCH, new Accumulation(2), players), batches, RATE),
        run(settings(Statistics.BATCH, Replicas.ONE, players), batches, RATE));
  }

  /** Images of which every one has another share of labelled pixels. */
  private static Batch images(long seed, int... labelledOf) {
    Batch all = batch(seed, labelledOf[0]);
    for (int i = 1; i < labelledOf.length; i++) {
      all = Batches.joined(all, batch(seed + i, labelledOf[i]));
    }
    return all;
  }
}
