package org.sourcefree.workers;

import java.util.Arrays;
import org.sourcefree.distributed.Membership;

/**
 * What the chief has the others do next, with what the others answer: numbers summed over all, of
 * which each but the last two is the chief's alone.
 *
 * @param kind what is done
 * @param round counted from 0, of {@link Kind#ROUND}; else a number that the kind explains
 * @param step counted from 0
 * @param rateFactor on every learning rate, of {@link Kind#STEP}
 * @param refused workers that cannot take part, a bit each by their index
 * @param stops how many were asked to end
 */
record Order(Kind kind, long round, long step, double rateFactor, long refused, long stops) {

  /** What is done. */
  enum Kind {
    /** Nothing; a worker answers. */
    ANSWER(0),
    /** It is checked that all do the same run; {@code round} is the number in the chief's file. */
    JOIN(1),
    /** The chief's values are copied; batches from {@code step} on are wanted. */
    ROUND(2),
    /** A step is taken. */
    STEP(3),
    /** The chief's values are copied, and the images of {@code round} are labelled. */
    LABEL(4),
    /** What was counted is summed. */
    SUM(5),
    /** All leave; {@code round} is how the run ended. */
    END(6),
    /** The chief's values are copied, and the network is measured on the labelled images. */
    MEASURE(7),
    /** The chief's values are copied, and the running averages move to the target's. */
    STATISTICS(8);

    private final long code;

    Kind(long code) {
      this.code = code;
    }

    private static Kind of(long code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElseThrow();
    }
  }

  /** The run is done. */
  static final int DONE = 0;

  /** The run was asked to end. */
  static final int STOPPED = 1;

  /** The run failed, as the chief alone can say. */
  static final int FAILED = 2;

  static Order of(Kind kind, long round, long step, double rateFactor) {
    return new Order(kind, round, step, rateFactor, 0, 0);
  }

  /** What a worker says that is not the chief. */
  static Order answer(long refused, boolean stops) {
    return new Order(Kind.ANSWER, 0, 0, 0, refused, stops ? 1 : 0);
  }

  /** Tells it to all, and returns what all said together. */
  Order exchanged(Membership membership) {
    long[] sum =
        membership.sum(
            new long[] {
              kind.code, round, step, Double.doubleToRawLongBits(rateFactor), refused, stops
            });
    return new Order(
        Kind.of(sum[0]), sum[1], sum[2], Double.longBitsToDouble(sum[3]), sum[4], sum[5]);
  }
}
