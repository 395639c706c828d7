package org.sourcefree.pseudolabel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sourcefree.network.Inference;
import org.tensorflow.op.Ops;

/**
 * The same share of every class, as the authors' code selects it; deviates from You et al. 2021,
 * Eq. (2). Of each image's probabilities of the pixels predicted as a class, in ascending order,
 * every fifth is taken; a class's threshold is the ⌊n·α⌋-th largest of all n taken, the smallest
 * where that is 0. A pixel is labelled with its most probable class when any class's probability
 * lies above that class's threshold or, with fusion, when its own lies above the ⌊m·α⌋-th largest
 * of its image's m pixels.
 *
 * <p>A class that is never predicted gets no threshold. One whose threshold rounds to 1 gets no
 * pixel; the authors' cap of 0.999999999 is 1 in float32 and so changes nothing. Memory does not
 * grow with the images' number of pixels.
 *
 * @param proportion α of the first round, in (0, 1]; 0.1 in the authors' code
 * @param proportionGrowth what α grows by each round, at least 0; 0.05 in the authors' code
 * @param imageFusion whether the image's own most confident pixels are selected too
 */
public record ReferenceClassBalanced(
    double proportion, double proportionGrowth, boolean imageFusion) implements Selection {
  private static final int STRIDE = 5;

  /** Checks the proportions. */
  public ReferenceClassBalanced {
    if (!(proportion > 0 && proportion <= 1)) {
      throw new IllegalArgumentException("proportion must be in (0, 1], got " + proportion);
    }
    if (!(proportionGrowth >= 0 && proportionGrowth < 1)) {
      throw new IllegalArgumentException(
          "proportion_growth must be in [0, 1), got " + proportionGrowth);
    }
  }

  /** α of a round, counted from 0; at most 1. */
  public double proportionAt(int round) {
    return Math.min(1, proportion + round * proportionGrowth);
  }

  @Override
  public PseudoLabelGraph build(Ops tf, Inference inference) {
    return PseudoLabelGraph.ofAnyClass(tf, inference);
  }

  @Override
  public Thresholds thresholds(PixelScores scores, int classes, int round) {
    double share = proportionAt(round);
    PixelScores subsampled =
        scores.mapped(consumer -> (ids, values) -> subsample(ids, values, classes, consumer));
    float[] ofClasses = new ClassRanks(subsampled, classes).thresholds(n -> above(n, share));
    List<Float> ofImages = new ArrayList<>();
    if (imageFusion) {
      scores.scan((ids, values) -> ofImages.add(imageThreshold(values, share)));
    }
    return new Thresholds(Thresholds.list(ofClasses), ofImages);
  }

  @Override
  public float logOdds(float threshold) {
    return Thresholds.logOdds(threshold);
  }

  /** Passes on every fifth of an image's values of each class, in ascending order. */
  private static void subsample(
      byte[] ids, float[] values, int classes, PixelScores.Consumer consumer) {
    for (int c = 0; c < classes; c++) {
      float[] own = ofClass(ids, values, c);
      Arrays.parallelSort(own);
      float[] taken = new float[(own.length + STRIDE - 1) / STRIDE];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = own[i * STRIDE];
      }
      byte[] same = new byte[taken.length];
      Arrays.fill(same, (byte) c);
      consumer.accept(same, taken);
    }
  }

  private static float[] ofClass(byte[] ids, float[] values, int c) {
    float[] own = new float[values.length];
    int count = 0;
    for (int i = 0; i < ids.length; i++) {
      if (Byte.toUnsignedInt(ids[i]) == c) {
        own[count++] = values[i];
      }
    }
    return Arrays.copyOf(own, count);
  }

  private static float imageThreshold(float[] values, double share) {
    PixelScores image = consumer -> consumer.accept(new byte[values.length], values);
    return new ClassRanks(image, 1).thresholds(n -> above(n, share))[0];
  }

  /** How many of n values lie above the threshold when no two are equal. */
  private static long above(long n, double share) {
    long rank = (long) Math.floor(n * share);
    return Math.max(0, (rank == 0 ? n : rank) - 1);
  }
}
