package org.sourcefree.training;

/**
 * How long training lasts. A round begins with a labelling pass; in the paper it is one epoch of
 * the target set.
 *
 * @param batchSize images a step
 * @param rounds labelling passes
 * @param stepsPerRound gradient steps after each
 * @param checkpointEvery steps between saved training states
 */
public record Rounds(int batchSize, int rounds, long stepsPerRound, long checkpointEvery) {

  /** Checks the counts. */
  public Rounds {
    requirePositive("batch_size", batchSize);
    requirePositive("rounds", rounds);
    requirePositive("steps_per_round", stepsPerRound);
    requirePositive("checkpoint_every", checkpointEvery);
  }

  /** Steps of all rounds. */
  public long totalSteps() {
    return rounds * stepsPerRound;
  }

  /** The first step of a round, counted from 0. */
  public long firstStepOf(int round) {
    return round * stepsPerRound;
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
