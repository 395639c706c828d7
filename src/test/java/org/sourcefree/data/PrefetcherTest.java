package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.sourcefree.InvalidInputException;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class PrefetcherTest {
  /** Of every four, which four threads load at a time, the last is ready first. */
  @Test
  void deliversInOrderInWhateverOrderTheyAreLoaded() {
    int count = 200;
    List<CountDownLatch> loaded =
        Stream.generate(() -> new CountDownLatch(1)).limit(count).toList();
    List<Long> finished = Collections.synchronizedList(new ArrayList<>());
    LongFunction<Long> backwards =
        index -> {
          if (index % 4 != 3) {
            await(loaded.get((int) index + 1));
          }
          finished.add(index);
          loaded.get((int) index).countDown();
          return index;
        };
    List<Long> seen = new ArrayList<>();
    try (Prefetcher<Long> items = new Prefetcher<>(0, count, backwards, 4)) {
      while (items.hasNext()) {
        seen.add(items.next());
      }
      assertThatThrownBy(items::next).isInstanceOf(IllegalStateException.class);
    }
    assertThat(seen).isEqualTo(LongStream.range(0, count).boxed().toList());
    assertThat(finished).hasSize(count).startsWith(3L, 2L, 1L, 0L);
  }

  @Test
  void hasNothingToDeliverFromAnEmptyRange() {
    try (Prefetcher<Long> items = new Prefetcher<>(5, 5, i -> i)) {
      assertThat(items.hasNext()).isFalse();
    }
  }

  /** Item 5 fails before the one in front of it is loaded. */
  @Test
  void throwsTheOriginalFailureInItsPlace() {
    InvalidInputException failure = new InvalidInputException("item 5 is broken");
    CountDownLatch failed = new CountDownLatch(1);
    try (Prefetcher<Long> items =
        new Prefetcher<>(
            0,
            Long.MAX_VALUE,
            i -> {
              if (i >= 5) {
                failed.countDown();
                throw failure;
              }
              if (i == 4) {
                await(failed);
              }
              return i;
            },
            3)) {
      for (long i = 0; i < 5; i++) {
        assertThat(items.next()).isEqualTo(i);
      }
      assertThatThrownBy(items::next).isSameAs(failure);
      assertThat(items.hasNext()).isFalse();
    }
  }

  @Test
  void passesErrorsOn() {
    try (Prefetcher<Long> items =
        new Prefetcher<>(
            0,
            9,
            i -> {
              throw new LinkageError("broken");
            },
            2)) {
      assertThatThrownBy(items::next).isInstanceOf(LinkageError.class);
    }
  }

  @Test
  void staysAtMostTwiceTheThreadsAhead() {
    AtomicInteger loaded = new AtomicInteger();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    LongFunction<Integer> load =
        index -> {
          threads.add(Thread.currentThread());
          return loaded.incrementAndGet();
        };
    try (Prefetcher<Integer> items = new Prefetcher<>(0, Long.MAX_VALUE, load, 3)) {
      awaitIdle(threads, loaded, 6);
      assertThat(loaded).hasValue(6);
      items.next();
      awaitIdle(threads, loaded, 7);
      assertThat(loaded).hasValue(7);
    }
    assertThat(threads).hasSize(3);
  }

  @Test
  void closeEndsTheThreadsEvenWhileTheyLoad() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    Prefetcher<Long> items =
        new Prefetcher<>(
            0,
            Long.MAX_VALUE,
            i -> {
              threads.add(Thread.currentThread());
              started.countDown();
              await(never);
              return i;
            },
            2);
    started.await();
    items.close();
    items.close();

    assertThat(threads).hasSize(2);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(items.hasNext()).isFalse();
  }

  /** Waits until so many items are loaded and the threads that did it wait for more to do. */
  private static void awaitIdle(Set<Thread> threads, AtomicInteger loaded, int expected) {
    while (loaded.get() < expected
        || threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
