package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.Labels;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.TrainingView;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.graph.Variables;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** Rounds and steps on the tiny network: Algorithm 2 of You et al. 2021. */
class TrainerTest {
  private static final int CROP = 33;
  private static final String BIAS = "layer5.conv2d_list.0.bias";
  private static final TrainingPlan PLAN =
      new TrainingPlan(2, 2, 3, 100, Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir private Path folder;

  /** What a run told. */
  private record Told(List<Integer> rounds, List<StepLosses> losses) {}

  @Test
  void everyRoundIsLabelledAnewBeforeItsSteps() {
    Told told = run(0, step -> 1e-3, Map.of());
    assertThat(told.rounds()).containsExactly(0, 1);
    assertThat(told.losses()).extracting(StepLosses::step).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(told.losses()).allMatch(StepLosses::isFinite).allMatch(StepLosses::finiteWeights);
  }

  @Test
  void theStepsThatRemainAreTaken() {
    Told told = run(4, step -> 1e-3, Map.of());
    assertThat(told.rounds()).containsExactly(1);
    assertThat(told.losses()).extracting(StepLosses::step).containsExactly(4L, 5L);
    assertThat(run(6, step -> 1e-3, Map.of()).rounds()).isEmpty();
  }

  @Test
  void theFactorMultipliesThePlayersOwnRate() {
    Told told = run(0, step -> step == 0 ? 0.5 : 0, Map.of());
    assertThat(told.losses().get(0).learningRate()).isEqualTo(0.5 * 0.25);
    assertThat(told.losses().get(1).learningRate()).isZero();
  }

  @Test
  void aLossThatIsNotFiniteStopsTrainingAndNamesTermStepAndImages() {
    Map<String, float[]> broken = Map.of(BIAS, filled(Float.NaN));
    assertThatThrownBy(() -> run(0, step -> 1e-3, broken))
        .isInstanceOfSatisfying(DivergedException.class, e -> assertThat(e.step()).isZero())
        .hasMessageStartingWith("the loss must stay finite, got entropy = NaN at step 0 on [")
        .hasMessageEndingWith("]; a lower learning_rate may help");
  }

  @Test
  void aWeightThatIsNotFiniteStopsTrainingAndIsNamed() {
    assertThatThrownBy(() -> run(0, step -> Double.POSITIVE_INFINITY, Map.of()))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith("every weight must stay finite, got ")
        .hasMessageContaining(" in conv1.weight")
        .hasMessageContaining(" at step 0 on [");
  }

  private Told run(long taken, LongToDoubleFunction factor, Map<String, float[]> changed) {
    TrainingData data =
        new TrainingData(
            MadeUp.images(folder, 3, 40, 36),
            Labels.none(),
            new TrainingView(36, new UniformScale(1, 1.2), CROP),
            2,
            1);
    TrainingSettings settings =
        TrainingSettings.of(
            TinyNetwork.BATCH_STATISTICS,
            Player.network(
                new Objective(List.of(new Entropy(1))),
                new Sgd(0.9, 0, 1, Double.POSITIVE_INFINITY),
                step -> 0.25),
            false);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Variables variables = new Variables(Ops.create(graph));
      Step step = new Step(graph, variables, TinyNetwork.MODEL, settings, 11);
      TestTensors.initialise(session, variables, 21);
      step.reset(session);
      variables.assign(session, changed);
      List<Integer> rounds = new ArrayList<>();
      List<StepLosses> losses = new ArrayList<>();
      new Trainer(session, step, factor, PLAN)
          .run(
              taken,
              round -> {
                rounds.add(round);
                return Streams.target(data);
              },
              losses::add);
      return new Told(rounds, losses);
    }
  }

  private static float[] filled(float value) {
    float[] values = new float[TinyNetwork.CLASSES];
    Arrays.fill(values, value);
    return values;
  }
}
