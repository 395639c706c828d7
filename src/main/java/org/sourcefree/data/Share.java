package org.sourcefree.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which images a worker takes of every batch, or of all; the workers' numbers differ by one at
 * most.
 *
 * @param index of the worker, from 0
 * @param workers how many share them
 */
public record Share(int index, int workers) {
  /** The whole batch. */
  public static final Share ALL = new Share(0, 1);

  /** Of so many workers every so many-th, from the worker's own place on. */
  public <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % workers == index)
        .<T>mapToObj(all::get)
        .toList();
  }

  /** The place in the batch of the first image. */
  int first(int batchSize) {
    return Math.toIntExact((long) batchSize * index / workers);
  }

  /** How many images of a batch it is. */
  public int size(int batchSize) {
    return Math.toIntExact((long) batchSize * (index + 1) / workers) - first(batchSize);
  }
}
