package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.BatchNorm.Statistics;
import org.sourcefree.testing.Plans;

class TrainingPlanTest {
  @Test
  void roundsAreArithmeticOfSteps() {
    TrainingPlan plan = Plans.of(2, 3, 7, 5);
    assertThat(plan.totalSteps()).isEqualTo(21);
    assertThat(plan.firstStepOf(2)).isEqualTo(14);
    assertThat(plan.roundOf(13)).isEqualTo(1);
    assertThat(plan.roundOf(14)).isEqualTo(2);
  }

  @Test
  void whatIsLeftOutHasADefault() {
    TrainingPlan plan = Plans.of(2, 3, 7, 5);
    assertThat(plan.keptCheckpoints()).isEqualTo(2);
    assertThat(plan.restoresOnDivergence()).isFalse();
    TrainingPlan said =
        new TrainingPlan(
            2,
            3,
            7,
            5,
            Optional.of(4),
            Optional.of(OnDivergence.RESTORE),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(said.keptCheckpoints()).isEqualTo(4);
    assertThat(said.restoresOnDivergence()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,1,1,batch_size must be positive",
    "4097,1,1,1,batch_size must be at most 4096",
    "1,0,1,1,rounds must be positive",
    "1,1,0,1,steps_per_round must be positive",
    "1,1,1,0,checkpoint_every must be positive",
    "1,2,500000001,1,rounds times steps_per_round must be at most 1000000000"
  })
  void refusesCountsOutOfRange(int batch, int rounds, long steps, long every, String message) {
    assertThatThrownBy(() -> Plans.of(batch, rounds, steps, every))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining(", got ");
  }

  @Test
  void validationNeedsLabelledImages() {
    TrainingPlan validating =
        new TrainingPlan(
            1,
            1,
            1,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.of(1L),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    validating.checkLabels(Optional.of("images"));
    Plans.of(1, 1, 1, 1).checkLabels(Optional.empty());
    assertThatThrownBy(() -> validating.checkLabels(Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found no key data.evaluation");
  }

  @Test
  void aBatchHasAnImageForEachPartAndTheStatisticsOfNone() {
    TrainingPlan parts = parts(4, 2);
    assertThat(parts.parts()).isEqualTo(2);
    parts.checkParts(batchNorm(Statistics.FROZEN, true), false);
    parts.checkParts(batchNorm(Statistics.BATCH, false), false);
    Plans.of(1, 1, 1, 1).checkParts(batchNorm(Statistics.BATCH, true), true);
    assertThatThrownBy(() -> parts.checkParts(batchNorm(Statistics.BATCH, true), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("training.accumulate must have batch_norm.statistics: frozen");
    assertThatThrownBy(() -> parts.checkParts(batchNorm(Statistics.FROZEN, true), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("training.accumulate must be left out where a teacher");
    assertThatThrownBy(() -> parts(4, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("accumulate must be at most batch_size, 4, got 5");
  }

  private static BatchNorm batchNorm(Statistics statistics, boolean synchronised) {
    return new BatchNorm(
        statistics,
        ScaleAndShift.FROZEN,
        0.1,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(synchronised));
  }

  private static TrainingPlan parts(int batchSize, int parts) {
    Optional<Integer> none = Optional.empty();
    return new TrainingPlan(
        batchSize,
        1,
        1,
        1,
        none,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(parts));
  }
}
