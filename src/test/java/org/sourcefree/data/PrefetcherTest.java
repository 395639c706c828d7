package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;

class PrefetcherTest {
  @Test
  void deliversInOrderHoweverLongEachTakes() {
    List<Long> seen = new ArrayList<>();
    try (Prefetcher<Long> items = new Prefetcher<>(3, 200, PrefetcherTest::slowly, 4)) {
      while (items.hasNext()) {
        seen.add(items.next());
      }
      assertThatThrownBy(items::next).isInstanceOf(IllegalStateException.class);
    }
    assertThat(seen).isEqualTo(LongStream.range(3, 200).boxed().toList());
  }

  @Test
  void hasNothingToDeliverFromAnEmptyRange() {
    try (Prefetcher<Long> items = new Prefetcher<>(5, 5, i -> i)) {
      assertThat(items.hasNext()).isFalse();
    }
  }

  @Test
  void throwsTheOriginalFailureInItsPlace() {
    InvalidInputException failure = new InvalidInputException("item 5 is broken");
    try (Prefetcher<Long> items =
        new Prefetcher<>(
            0,
            Long.MAX_VALUE,
            i -> {
              if (i >= 5) {
                throw failure;
              }
              return slowly(i);
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
  void staysAtMostTwiceTheThreadsAhead() throws InterruptedException {
    AtomicInteger loaded = new AtomicInteger();
    try (Prefetcher<Integer> items =
        new Prefetcher<>(0, Long.MAX_VALUE, i -> loaded.incrementAndGet(), 3)) {
      settle(loaded, 6);
      items.next();
      settle(loaded, 7);
    }
  }

  @Test
  void closeEndsTheThreadsEvenWhileTheyLoad() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch started = new CountDownLatch(2);
    Prefetcher<Long> items =
        new Prefetcher<>(
            0,
            Long.MAX_VALUE,
            i -> {
              threads.add(Thread.currentThread());
              started.countDown();
              return slowly(i);
            },
            2);
    started.await();
    items.close();
    items.close();

    assertThat(threads).hasSize(2);
    for (Thread thread : threads) {
      thread.join(1000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(items.hasNext()).isFalse();
  }

  /** Waits until so many items are loaded, then a while for one too many. */
  private static void settle(AtomicInteger loaded, int expected) throws InterruptedException {
    for (int i = 0; i < 1000 && loaded.get() < expected; i++) {
      Thread.sleep(10);
    }
    Thread.sleep(50);
    assertThat(loaded).hasValue(expected);
  }

  private static long slowly(long index) {
    try {
      Thread.sleep(index % 4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return index;
  }
}
