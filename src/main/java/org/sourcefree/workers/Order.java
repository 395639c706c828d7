package org.sourcefree.workers;

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
    ANSWER,
    /** It is checked that all do the same run; {@code round} is the number in the chief's file. */
    JOIN,
    /** The chief's values are copied; batches from {@code step} on are wanted. */
    ROUND,
    /** A step is taken. */
    STEP,
    /** The chief's values are copied, and the images of {@code round} are labelled. */
    LABEL,
    /** What was counted is summed. */
    SUM,
    /** All leave; {@code round} is how the run ended. */
    END
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
              kind.ordinal(), round, step, Double.doubleToRawLongBits(rateFactor), refused, stops
            });
    return new Order(
        Kind.values()[(int) sum[0]],
        sum[1],
        sum[2],
        Double.longBitsToDouble(sum[3]),
        sum[4],
        sum[5]);
  }
}
