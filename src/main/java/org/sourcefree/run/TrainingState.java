package org.sourcefree.run;

import java.util.List;

/**
 * Where a run stands at a checkpoint, beside the variables; state.json. The next batch and every
 * random draw follow from the seed and the step.
 *
 * @param step steps taken
 * @param totalSteps of the whole run
 * @param round that the next step belongs to, counted from 1
 * @param seed of every random draw
 * @param epoch pass over the training images that the next batch belongs to, counted from 1
 * @param positionInEpoch images of that pass already seen
 * @param labelledRounds rounds whose pseudo labels and thresholds are complete, counted from 1
 * @param learningRateFactor on the schedule's rate of the next step; below 1 after restorations
 */
public record TrainingState(
    long step,
    long totalSteps,
    int round,
    long seed,
    long epoch,
    long positionInEpoch,
    List<Integer> labelledRounds,
    double learningRateFactor) {

  /** What is restored, for people. */
  public String sentence(int rounds) {
    String labels =
        labelledRounds.isEmpty()
            ? ""
            : ", pseudo labels of round %s"
                .formatted(
                    String.join(", ", labelledRounds.stream().map(String::valueOf).toList()));
    String rate =
        learningRateFactor < 1 ? ", %s times the learning rate".formatted(learningRateFactor) : "";
    return "resuming after %d of %d steps (round %d of %d, epoch %d, image %d)%s%s"
        .formatted(
            step,
            totalSteps,
            Math.min(round, rounds),
            rounds,
            epoch,
            positionInEpoch,
            labels,
            rate);
  }
}
