package org.sourcefree.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * An endless order of some images: every epoch visits them in a new one and leaves out what does
 * not fill a batch. Every draw follows from the seed, the epoch and the position in it.
 */
final class ShuffledEpochs {
  /** In place of a position, the stream that an epoch's order is drawn from. */
  private static final int ORDER = -1;

  private final int images;
  private final int epochLength;
  private final long seed;
  private long orderedEpoch = -1;
  private int[] order = {};

  /**
   * An order.
   *
   * @param perBatch images of each batch; 0 if nothing is ever asked for
   */
  ShuffledEpochs(int images, int perBatch, long seed) {
    this.images = images;
    this.epochLength = perBatch == 0 ? 0 : images / perBatch * perBatch;
    this.seed = seed;
  }

  /** Which image stands at a place of the endless order. */
  int at(long place) {
    return order(place / epochLength)[(int) (place % epochLength)];
  }

  /** What is drawn for the image at a place. */
  RandomGenerator random(long place) {
    return generator(place / epochLength, (int) (place % epochLength));
  }

  /** The order in an epoch; the last one asked for is kept. */
  private synchronized int[] order(long epoch) {
    if (epoch != orderedEpoch) {
      order = shuffled(images, generator(epoch, ORDER));
      orderedEpoch = epoch;
    }
    return order;
  }

  private static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private RandomGenerator generator(long epoch, int position) {
    return new SplittableRandom(Seeds.mix(Seeds.mix(Seeds.mix(seed, 0) + epoch, 0) + position, 0));
  }
}
