package org.sourcefree.evaluation;

import java.util.Arrays;
import org.sourcefree.data.Pool;

/** What one of several who measure together has counted, or all of them. */
final class Tally {
  private final ConfusionMatrix matrix;
  private final long[] ranks;
  private final long failures;

  /** Nothing counted yet. */
  Tally(int classes) {
    this(new ConfusionMatrix(classes), new long[classes], 0);
  }

  private Tally(ConfusionMatrix matrix, long[] ranks, long failures) {
    this.matrix = matrix;
    this.ranks = ranks;
    this.failures = failures;
  }

  /** Adds an image. */
  void add(byte[] truth, TrueClassRanks.Prediction prediction) {
    matrix.add(truth, prediction.labels().ids());
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] += prediction.ranks().get(i);
    }
  }

  /**
   * The sums of what all have counted.
   *
   * @param failed whether this one met a label that cannot be used
   */
  Tally summed(Pool pool, boolean failed) {
    int classes = ranks.length;
    int pairs = classes * classes;
    long[] own = Arrays.copyOf(matrix.counts(), pairs + classes + 1);
    System.arraycopy(ranks, 0, own, pairs, classes);
    own[pairs + classes] = failed ? 1 : 0;
    long[] all = pool.sum(own);
    return new Tally(
        ConfusionMatrix.of(classes, Arrays.copyOf(all, pairs)),
        Arrays.copyOfRange(all, pairs, pairs + classes),
        all[pairs + classes]);
  }

  ConfusionMatrix matrix() {
    return matrix;
  }

  /** See {@link Measurement#ranks}, [C]. */
  long[] ranks() {
    return ranks.clone();
  }

  /** How many met a label that cannot be used. */
  long failures() {
    return failures;
  }
}
