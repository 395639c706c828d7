package org.sourcefree.pseudolabel;

import java.util.Arrays;
import java.util.Optional;
import org.sourcefree.network.Inference;
import org.tensorflow.op.Ops;

/**
 * Class-balanced self-training, Zou et al. 2018, as the authors' code of CRST (Zou et al. 2019)
 * does it. Of each image's pixels whose most probable class is c, in row order, every {@code
 * every}-th counts, the first among them; λ(c) is the ⌊n·α⌋-th largest of the n probabilities that
 * counted, 1 where that number is 0. A pixel's label is the class of the largest p/λ, which need
 * not be the most probable one, where that is at least 1.
 *
 * <p>Deviates from the code: all is compared as logarithms, which do not saturate. Probabilities
 * that float32 rounds to 1 tie there, and more than the share is selected.
 *
 * @param proportion α of the first round, in (0, 1]; 0.2 in the authors' code
 * @param proportionGrowth what α grows by each round, at least 0; 0.05 in the authors' code
 * @param proportionLimit the largest α, in [proportion, 1]; 0.5 in the authors' code
 * @param every of how many of a class's pixels one counts, at least 1; 4 in the authors' code
 * @param soft α of {@link SoftLabels}, distributions in place of labels, and more pixels, as LRENT
 *     has them; 0.25 in the authors' code, no distributions if left out
 * @param cap the largest λ of a class that has one, a probability in (0, 1]; 0.9 in DAST's code (Yu
 *     et al. 2021), whose share does not grow; 1 if left out
 */
public record NormalisedClassBalanced(
    double proportion,
    double proportionGrowth,
    double proportionLimit,
    int every,
    Optional<Double> soft,
    Optional<Double> cap)
    implements Selection {

  /** Labels, no distributions. */
  public NormalisedClassBalanced(
      double proportion, double proportionGrowth, double proportionLimit, int every) {
    this(proportion, proportionGrowth, proportionLimit, every, Optional.empty(), Optional.empty());
  }

  /** Checks the ranges. */
  public NormalisedClassBalanced {
    if (!(proportion > 0 && proportion <= 1)) {
      throw new IllegalArgumentException("proportion must be in (0, 1], got " + proportion);
    }
    if (!(proportionGrowth >= 0 && proportionGrowth < 1)) {
      throw new IllegalArgumentException(
          "proportion_growth must be in [0, 1), got " + proportionGrowth);
    }
    if (!(proportionLimit >= proportion && proportionLimit <= 1)) {
      throw new IllegalArgumentException(
          "proportion_limit must be between proportion, %s, and 1, got %s"
              .formatted(proportion, proportionLimit));
    }
    if (every < 1) {
      throw new IllegalArgumentException("every must be positive, got " + every);
    }
    soft.ifPresent(SoftLabels::new);
    if (cap.isPresent() && !(cap.get() > 0 && cap.get() <= 1)) {
      throw new IllegalArgumentException("cap must be in (0, 1], got " + cap.get());
    }
  }

  /** α of a round, counted from 0. */
  public double proportionAt(int round) {
    return Math.min(proportionLimit, proportion + round * proportionGrowth);
  }

  @Override
  public PseudoLabelGraph build(Ops tf, Inference inference) {
    return PseudoLabelGraph.ofWeightedClass(
        tf, LogProbabilities.of(tf, inference.scores()), soft.orElse(0.0));
  }

  @Override
  public Optional<SoftLabels> distributions() {
    return soft.map(SoftLabels::new);
  }

  /** log λ of every class, of scores that are log-probabilities. */
  @Override
  public Thresholds thresholds(PixelScores scores, int classes, int round) {
    double share = proportionAt(round);
    PixelScores counted =
        scores.mapped(consumer -> (ids, values) -> everyNth(ids, values, classes, consumer));
    float[] thresholds = new ClassRanks(counted, classes).thresholds(n -> above(n, share));
    float most = (float) Math.log(cap.orElse(1.0));
    for (int c = 0; c < classes; c++) {
      thresholds[c] = Float.isInfinite(thresholds[c]) ? 0 : Math.min(thresholds[c], most);
    }
    return Thresholds.of(thresholds);
  }

  @Override
  public float logOdds(float threshold) {
    return Thresholds.logOddsOfLog(threshold);
  }

  /** How many of n values lie above λ when no two are equal; all where λ is not one of them. */
  private static long above(long n, double share) {
    long rank = ClassRanks.share(n, share);
    return rank == 0 ? n : rank - 1;
  }

  private void everyNth(byte[] ids, float[] values, int classes, PixelScores.Consumer consumer) {
    int[] seen = new int[classes];
    byte[] countedIds = new byte[ids.length];
    float[] counted = new float[ids.length];
    int n = 0;
    for (int i = 0; i < ids.length; i++) {
      if (seen[Byte.toUnsignedInt(ids[i])]++ % every == 0) {
        countedIds[n] = ids[i];
        counted[n++] = values[i];
      }
    }
    consumer.accept(Arrays.copyOf(countedIds, n), Arrays.copyOf(counted, n));
  }
}
