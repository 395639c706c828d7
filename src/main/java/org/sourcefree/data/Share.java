package org.sourcefree.data;

/**
 * Which images of every batch a worker takes; the workers' numbers differ by one at most.
 *
 * @param index of the worker, from 0
 * @param workers how many share a batch
 */
public record Share(int index, int workers) {
  /** The whole batch. */
  public static final Share ALL = new Share(0, 1);

  /** The place in the batch of the first image. */
  int first(int batchSize) {
    return Math.toIntExact((long) batchSize * index / workers);
  }

  /** How many images it is. */
  int size(int batchSize) {
    return Math.toIntExact((long) batchSize * (index + 1) / workers) - first(batchSize);
  }
}
