package org.sourcefree.training.teacher;

import java.util.Optional;

/**
 * A second network that labels the batches, the average of the trained one: after step k, counted
 * from 0, θ_T ← d·θ_T + (1 − d)·θ. It begins as a copy of the network; no gradient moves it.
 *
 * @param decay d, in [0, 1]; 0.99 in LDBE's code
 * @param ramp whether d begins at 0 and is min(1 − 1/(k + 1), decay), so that the teacher is the
 *     plain mean of all students at first
 * @param every steps between two averagings, k counting these; 1 if left out
 * @param statistics what its batch norm normalises with
 * @param labels which of its labels count; everywhere if left out
 */
public record Teacher(
    double decay,
    boolean ramp,
    Optional<Integer> every,
    Statistics statistics,
    Optional<TeacherLabels> labels) {

  /** What normalises the batch that a teacher sees. */
  public enum Statistics {
    /** The batch's own mean and variance. */
    BATCH,
    /** The trained network's running averages, as they were after the last step. */
    RUNNING
  }

  /** Checks the settings. */
  public Teacher {
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must be in [0, 1], got " + decay);
    }
    if (every.isPresent() && every.get() < 1) {
      throw new IllegalArgumentException("every must be positive, got " + every.get());
    }
  }

  /** Steps between two averagings. */
  int interval() {
    return every.orElse(1);
  }
}
