package org.sourcefree.evaluation;

import java.util.Arrays;
import org.sourcefree.data.Pool;

/**
 * What one of several who measure together has counted.
 *
 * @param ranks see {@link Measurement#ranks}, [C]
 * @param failures how many of them met a label that cannot be used
 */
record Tally(ConfusionMatrix matrix, long[] ranks, long failures) {

  /** Nothing counted yet. */
  Tally(int classes) {
    this(new ConfusionMatrix(classes), new long[classes], 0);
  }

  /** Adds an image. */
  void add(byte[] truth, TrueClassRanks.Prediction prediction) {
    matrix.add(truth, prediction.labels().ids());
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] += prediction.ranks().get(i);
    }
  }

  /** The sums of what all have counted. */
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
}
