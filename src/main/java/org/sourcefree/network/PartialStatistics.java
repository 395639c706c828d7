package org.sourcefree.network;

/**
 * Running averages moved part of the way to the target's: after batch k, counted from 0, r ← (1 −
 * η_k)·r + η_k·batch with η_k = rate·e^(−decay·k), without a gradient (UBNA, Klingner et al. 2022).
 *
 * @param rate η_0, in (0, 1]; 0.1 in the authors' code
 * @param decay α, at least 0; 0.08 in the authors' code
 * @param batches how many; 50 in the authors' code
 * @param batchSize images a batch; 6 in the authors' code
 */
public record PartialStatistics(double rate, double decay, int batches, int batchSize) {
  private static final int MOST_IMAGES = 1_000_000;

  /** Checks the ranges. */
  public PartialStatistics {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be in (0, 1], got " + rate);
    }
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("decay must be at least 0, got " + decay);
    }
    if (batches < 1 || batchSize < 1 || (long) batches * batchSize > MOST_IMAGES) {
      throw new IllegalArgumentException(
          "batches and batch_size must be at least 1 and together at most %d images, got %d of %d"
              .formatted(MOST_IMAGES, batches, batchSize));
    }
  }

  /** All images seen, some more than once. */
  public int images() {
    return batches * batchSize;
  }

  /** η_k, the weight of batch k, counted from 0. */
  public float weight(int batch) {
    return (float) (rate * Math.exp(-decay * batch));
  }
}
