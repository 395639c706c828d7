package org.sourcefree.trust;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a process is waited for. What counts is what it computes, so that a busy machine takes
 * nothing away from it; only one that computes next to nothing for long stands still.
 */
final class Patience {
  private static final Duration STILL = Duration.ofMinutes(2);
  private static final Duration PROGRESS = Duration.ofSeconds(1);

  private final Duration work;
  private Duration sinceWall = Duration.ZERO;
  private Duration sinceWork = Duration.ZERO;

  /**
   * Patience with a process that has just started.
   *
   * @param work processor time that it may take, of all its threads
   */
  Patience(Duration work) {
    this.work = work;
  }

  /**
   * Why a process is to be ended, empty if it is not yet; asked again and again.
   *
   * @param wall time since its start
   * @param taken processor time that it took so far
   */
  Optional<String> ended(Duration wall, Duration taken) {
    if (taken.compareTo(work) > 0) {
      return Optional.of("took more than %d s of processor time".formatted(work.toSeconds()));
    }
    if (taken.minus(sinceWork).compareTo(PROGRESS) >= 0) {
      sinceWall = wall;
      sinceWork = taken;
    }
    return wall.minus(sinceWall).compareTo(STILL) > 0
        ? Optional.of("stood still for %d s".formatted(STILL.toSeconds()))
        : Optional.empty();
  }
}
