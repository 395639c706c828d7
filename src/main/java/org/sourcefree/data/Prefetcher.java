package org.sourcefree.data;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Loads items ahead of their use on several threads and hands them out in order. A bounded number
 * of items is loaded or being loaded at any time. For use by one thread.
 *
 * @param <T> what is loaded
 */
public final class Prefetcher<T> implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService workers;
  private final LongFunction<T> load;
  private final int ahead;
  private final long end;
  private final Queue<Future<T>> pending = new ArrayDeque<>();
  private long submitted;

  /**
   * Starts loading on every core, at most twice as many items ahead as there are cores.
   *
   * @param first index of the first item
   * @param end one past the last item's index, Long.MAX_VALUE for an endless sequence
   * @param load index → item, safe for use by several threads
   */
  public Prefetcher(long first, long end, LongFunction<T> load) {
    this(first, end, load, Runtime.getRuntime().availableProcessors());
  }

  /** Starts loading on so many threads, at most twice as many items ahead. */
  public Prefetcher(long first, long end, LongFunction<T> load, int threads) {
    this(first, end, load, threads, 2 * threads);
  }

  /**
   * Starts loading.
   *
   * @param ahead the most items that are loaded or being loaded, at least 1
   */
  Prefetcher(long first, long end, LongFunction<T> load, int threads, int ahead) {
    this.submitted = first;
    this.end = end;
    this.load = load;
    this.ahead = ahead;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "prefetch");
              thread.setDaemon(true);
              return thread;
            });
    fill();
  }

  /** Whether another item follows. */
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  /**
   * Waits for the next item. What the loader threw for it is thrown here, after which the
   * prefetcher is closed.
   *
   * @throws IllegalStateException if there is no further item, or the thread is interrupted
   */
  public T next() {
    Future<T> head = pending.poll();
    if (head == null) {
      throw new IllegalStateException("no further item");
    }
    try {
      T item = head.get();
      fill();
      return item;
    } catch (ExecutionException e) {
      close();
      throw unchecked(e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading", e);
    }
  }

  /** Stops loading and waits for the threads to end. */
  @Override
  public void close() {
    pending.clear();
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("loading did not stop within 60 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fill() {
    while (pending.size() < ahead && submitted < end) {
      long index = submitted++;
      pending.add(workers.submit(() -> load.apply(index)));
    }
  }

  private static RuntimeException unchecked(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
