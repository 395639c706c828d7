package org.sourcefree.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks every other worker again and again whether it is there. One that does not answer in time is
 * lost: whoever waits for it in a collective operation would wait for ever.
 */
final class PeerWatch {
  /** A lost worker is noticed within the sum of both. */
  private static final Duration PERIOD = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Cluster cluster;
  private final Duration patienceAtFirst;
  private final Consumer<String> lost;
  private final CountDownLatch found = new CountDownLatch(1);
  private final CountDownLatch leaving = new CountDownLatch(1);
  private final List<Peer> peers = new ArrayList<>();

  /**
   * A watch, not begun yet.
   *
   * @param patienceAtFirst how long another may take to come
   * @param lost told of a lost worker in one sentence, by any thread
   */
  PeerWatch(Cluster cluster, Duration patienceAtFirst, Consumer<String> lost) {
    this.cluster = cluster;
    this.patienceAtFirst = patienceAtFirst;
    this.lost = lost;
  }

  /** Begins. */
  void begin() {
    for (int i = 0; i < cluster.size(); i++) {
      if (i != cluster.index()) {
        int worker = i;
        peers.add(new Peer(cluster, worker, PATIENCE));
        Peer peer = peers.get(peers.size() - 1);
        Thread thread = new Thread(() -> watch(peer, cluster.named(worker)), "watch of " + worker);
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void watch(Peer peer, String name) {
    long begun = System.nanoTime();
    boolean seen = false;
    while (!isOver(PERIOD)) {
      Optional<String> fault = peer.fault();
      boolean late = System.nanoTime() - begun > patienceAtFirst.toNanos();
      if (fault.isEmpty()) {
        seen = true;
      } else if (seen && !peer.hasLeft() && !isOver(Duration.ZERO)) {
        lose(name + " is gone or hangs: " + fault.get());
        return;
      } else if (!seen && late) {
        lose(
            "%s did not come within %d s: %s"
                .formatted(name, patienceAtFirst.toSeconds(), fault.get()));
        return;
      }
    }
  }

  private void lose(String sentence) {
    lost.accept(sentence);
    found.countDown();
  }

  /** Waits until a worker is found lost, for as long as that may take; whether one is. */
  boolean awaitLoss() {
    Duration most = PERIOD.plus(PATIENCE).plus(PERIOD);
    try {
      return found.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits; whether the watch is over. */
  private boolean isOver(Duration wait) {
    try {
      return leaving.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Ends the watch, and waits until every other worker has ended its own or is gone. */
  void leave(Peer.Leaving own) {
    leaving.countDown();
    own.leave();
    peers.forEach(Peer::awaitLeaving);
  }
}
