package org.sourcefree.training;

import java.util.Optional;
import org.sourcefree.choice.Keep;
import org.sourcefree.network.BatchNorm;

/**
 * How long training lasts. A round begins with a labelling pass; in the paper it is one epoch of
 * the target set.
 *
 * @param batchSize images a step
 * @param rounds labelling passes
 * @param stepsPerRound gradient steps after each
 * @param checkpointEvery steps between saved training states
 * @param checkpointsKept how many of the last training states are kept; 2 if left out
 * @param onDivergence what happens when a number is no longer finite; stop if left out
 * @param validateEvery steps between measurements on labelled images; none if left out
 * @param keep which network an adaptation hands over; the last if left out
 * @param onCollapse what an adaptation does when a class has all but vanished; warn if left out
 * @param accumulate parts in which a batch is computed one after another, for want of memory; 1 if
 *     left out
 */
public record TrainingPlan(
    int batchSize,
    int rounds,
    long stepsPerRound,
    long checkpointEvery,
    Optional<Integer> checkpointsKept,
    Optional<OnDivergence> onDivergence,
    Optional<Long> validateEvery,
    Optional<Keep> keep,
    Optional<OnCollapse> onCollapse,
    Optional<Integer> accumulate) {
  private static final int KEPT = 2;
  private static final int LARGEST_BATCH = 4096;
  private static final long MOST_STEPS = 1_000_000_000;

  /** Checks the counts. */
  public TrainingPlan {
    requirePositive("batch_size", batchSize);
    requirePositive("rounds", rounds);
    requirePositive("steps_per_round", stepsPerRound);
    requirePositive("checkpoint_every", checkpointEvery);
    if (batchSize > LARGEST_BATCH) {
      throw new IllegalArgumentException(
          "batch_size must be at most %d, got %d".formatted(LARGEST_BATCH, batchSize));
    }
    if (stepsPerRound > MOST_STEPS / rounds) {
      throw new IllegalArgumentException(
          "rounds times steps_per_round must be at most %d, got %d times %d"
              .formatted(MOST_STEPS, rounds, stepsPerRound));
    }
    checkpointsKept.ifPresent(kept -> requirePositive("checkpoints_kept", kept));
    validateEvery.ifPresent(steps -> requirePositive("validate_every", steps));
    accumulate.ifPresent(
        parts -> {
          requirePositive("accumulate", parts);
          if (parts > batchSize) {
            throw new IllegalArgumentException(
                "accumulate must be at most batch_size, %d, got %d".formatted(batchSize, parts));
          }
        });
  }

  /** How many of the last training states are kept. */
  public int keptCheckpoints() {
    return checkpointsKept.orElse(KEPT);
  }

  /** Whether a run that diverged goes back and on. */
  public boolean restoresOnDivergence() {
    return onDivergence.orElse(OnDivergence.STOP) == OnDivergence.RESTORE;
  }

  /** Which network is handed over. */
  public Keep kept() {
    return keep.orElseGet(Keep.Last::new);
  }

  /** What is done when a class has all but vanished. */
  public OnCollapse whenCollapsed() {
    return onCollapse.orElse(OnCollapse.WARN);
  }

  /** In how many parts a batch is computed, one after another. */
  public int parts() {
    return accumulate.orElse(1);
  }

  /**
   * Checks that a batch can be computed in the parts that are asked for.
   *
   * @param teacher whether one labels the batch
   * @throws IllegalArgumentException if not
   */
  public void checkParts(BatchNorm batchNorm, boolean teacher) {
    if (parts() > 1 && batchNorm.usesBatchStatistics() && batchNorm.isSynchronised()) {
      throw new IllegalArgumentException(
          "training.accumulate must have batch_norm.statistics: frozen, or synchronised: false, as parts that are computed one after another have batch statistics of their own");
    }
    if (parts() > 1 && teacher) {
      throw new IllegalArgumentException(
          "training.accumulate must be left out where a teacher sees the whole batch");
    }
  }

  /** Steps of all rounds. */
  public long totalSteps() {
    return rounds * stepsPerRound;
  }

  /** Measurements between the first step and the last. */
  public int validations() {
    return validateEvery.map(every -> Math.toIntExact((totalSteps() - 1) / every)).orElse(0);
  }

  /** The first step of a round, counted from 0. */
  public long firstStepOf(int round) {
    return round * stepsPerRound;
  }

  /**
   * Checks that there is something to validate on.
   *
   * @throws IllegalArgumentException if not
   */
  public void checkLabels(Optional<?> labelled) {
    if (validateEvery.isPresent() && labelled.isEmpty()) {
      throw new IllegalArgumentException(
          "training.validate_every needs labelled images to measure on, found no key data.evaluation");
    }
    if (kept() instanceof Keep.Labels && labelled.isEmpty()) {
      throw new IllegalArgumentException(
          "training.keep by labels needs labelled images to measure on, found no key data.evaluation");
    }
  }

  /**
   * Checks that nothing is asked that only an adaptation does.
   *
   * @throws IllegalArgumentException if it is
   */
  public void checkWithoutAdaptation() {
    if (keep.isPresent() || onCollapse.isPresent()) {
      throw new IllegalArgumentException(
          "training.keep and training.on_collapse are an adaptation's, found them in a pretraining");
    }
  }

  /** The round that a step belongs to, from 0. */
  public int roundOf(long step) {
    return Math.toIntExact(step / stepsPerRound);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be positive, got %d".formatted(name, value));
    }
  }
}
