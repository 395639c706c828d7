package org.sourcefree.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Several threads of a test that work together as the workers of a cluster do. */
public final class PoolOfThreads {
  private static final int PATIENCE_SECONDS = 120;

  private final int size;
  private final CyclicBarrier barrier;
  private final long[][] parts;

  private PoolOfThreads(int size) {
    this.size = size;
    this.barrier = new CyclicBarrier(size);
    this.parts = new long[size][];
  }

  /** What each of so many makes of the work, in their order. */
  public static <T> List<T> each(int size, Function<Pool, T> work) {
    PoolOfThreads all = new PoolOfThreads(size);
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      List<Future<T>> results =
          IntStream.range(0, size)
              .mapToObj(index -> threads.submit(() -> work.apply(all.new Member(index))))
              .toList();
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return values;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private final class Member implements Pool {
    private final int index;

    Member(int index) {
      this.index = index;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public <T> List<T> own(List<T> all) {
      return new Share(index, size).of(all);
    }

    @Override
    public long[] sum(long[] counts) {
      parts[index] = counts.clone();
      await();
      long[] sums = new long[counts.length];
      for (long[] part : parts) {
        assert part.length == counts.length : Arrays.toString(part);
        Arrays.setAll(sums, i -> sums[i] + part[i]);
      }
      await();
      return sums;
    }

    private void await() {
      try {
        barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
