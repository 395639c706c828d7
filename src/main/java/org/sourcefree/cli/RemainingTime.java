package org.sourcefree.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long a task will go on, by its units after the first: that one takes longer than others, as
 * code is compiled and memory taken for the first time. Safe for use by several threads.
 */
final class RemainingTime {
  private final long total;
  private final LongSupplier clock;
  private Optional<Point> first = Optional.empty();
  private Optional<Point> last = Optional.empty();

  private record Point(long done, long nanoseconds) {}

  /**
   * A task that begins now.
   *
   * @param clock nanoseconds
   */
  RemainingTime(long total, LongSupplier clock) {
    this.total = total;
    this.clock = clock;
  }

  /** So many units are done. */
  synchronized void advance(long done) {
    Point now = new Point(done, clock.getAsLong());
    if (first.isEmpty()) {
      first = Optional.of(now);
    }
    last = Optional.of(now);
  }

  /** Empty until a second unit is done. */
  synchronized Optional<Duration> left() {
    if (first.isEmpty() || last.isEmpty() || last.get().done() <= first.get().done()) {
      return Optional.empty();
    }
    long units = last.get().done() - first.get().done();
    double each = (double) (last.get().nanoseconds() - first.get().nanoseconds()) / units;
    long since = clock.getAsLong() - last.get().nanoseconds();
    double left = each * (total - last.get().done()) - since;
    return Optional.of(Duration.ofNanos(Math.max(0, Math.round(left))));
  }
}
