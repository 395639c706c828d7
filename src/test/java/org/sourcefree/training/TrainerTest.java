package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Limit;
import org.sourcefree.data.Labels;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.data.view.Crop;
import org.sourcefree.graph.Variables;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.Plans;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** Rounds and steps on the tiny network: Algorithm 2 of You et al. 2021. */
class TrainerTest {
  private static final int CROP = 33;
  private static final String BIAS = "layer5.conv2d_list.0.bias";
  private static final TrainingPlan PLAN = Plans.of(2, 2, 3, 100);

  @TempDir private Path folder;

  /** What a run told. */
  private record Told(List<Integer> rounds, List<StepLosses> losses, List<float[]> momenta) {}

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

  /** Weights that stay give the same gradients, so that momenta tell what was carried. */
  @Test
  void momentumIsCarriedAcrossRoundsUnlessTheOptimizerIsNewInEach() {
    List<float[]> carried = run(sgd(Optional.empty()), 0, step -> 0, Map.of()).momenta();
    assertThat(run(sgd(Optional.of(false)), 0, step -> 0, Map.of()).momenta())
        .usingRecursiveComparison()
        .isEqualTo(carried);
    List<float[]> anew = run(sgd(Optional.of(true)), 0, step -> 0, Map.of()).momenta();
    assertThat(anew.subList(0, 3)).usingRecursiveComparison().isEqualTo(carried.subList(0, 3));
    for (int i = 0; i < TinyNetwork.CLASSES; i++) {
      float gradient = anew.get(3)[i];
      assertThat(carried.get(3)[i]).isCloseTo(0.9f * carried.get(2)[i] + gradient, within(1e-6f));
      float next = carried.get(4)[i] - 0.9f * carried.get(3)[i];
      assertThat(anew.get(4)[i]).isCloseTo(0.9f * gradient + next, within(1e-6f));
    }
    assertThat(carried.get(3)).isNotEqualTo(anew.get(3));
    Map<String, float[]> left = Map.of(BIAS + ".momentum", filled(7));
    assertThat(run(sgd(Optional.of(true)), 3, step -> 0, left).momenta().get(0))
        .as("resumed where a round begins")
        .isEqualTo(anew.get(3));
    assertThat(run(sgd(Optional.of(true)), 4, step -> 0, left).momenta().get(0)[0])
        .as("resumed within a round")
        .isCloseTo(0.9f * 7 + anew.get(4)[0] - 0.9f * anew.get(3)[0], within(1e-5f));
  }

  private static Sgd sgd(Optional<Boolean> newEachRound) {
    return new Sgd(0.9, 0, 1, Limit.NONE, newEachRound);
  }

  private Told run(long taken, LongToDoubleFunction factor, Map<String, float[]> changed) {
    return run(sgd(Optional.empty()), taken, factor, changed);
  }

  private Told run(Sgd sgd, long taken, LongToDoubleFunction factor, Map<String, float[]> changed) {
    TrainingData data =
        new TrainingData(
            MadeUp.images(folder, 3, 40, 36),
            Labels.none(),
            new Crop(36, new UniformScale(1, 1.2), CROP),
            2,
            1);
    TrainingSettings settings =
        TrainingSettings.of(
            TinyNetwork.BATCH_STATISTICS,
            Player.network(new Objective(List.of(new Entropy(1))), sgd, step -> 0.25),
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
      List<float[]> momenta = new ArrayList<>();
      new Trainer(session, step, factor, PLAN)
          .run(
              taken,
              round -> {
                rounds.add(round);
                return Streams.of(data);
              },
              each -> {
                momenta.add(variables.read(session, BIAS + ".momentum"));
                return losses.add(each);
              });
      return new Told(rounds, losses, momenta);
    }
  }

  private static float[] filled(float value) {
    float[] values = new float[TinyNetwork.CLASSES];
    Arrays.fill(values, value);
    return values;
  }
}
