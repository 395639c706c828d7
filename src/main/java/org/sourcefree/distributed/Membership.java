package org.sourcefree.distributed;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.SessionTarget;
import org.sourcefree.graph.Sessions;
import org.tensorflow.Graph;

/** This process in its cluster: its server, the watch over the others, and the channel to them. */
public final class Membership {
  /** How long another worker may take to come. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final SessionTarget target;
  private final Peer.Leaving own;
  private final PeerWatch watch;
  private final Channel channel;
  private boolean left;

  private Membership(Cluster cluster, Compute compute, Consumer<String> lost) {
    this.cluster = cluster;
    this.target = WorkerServer.start(cluster, compute);
    this.own = new Peer.Leaving(cluster);
    this.watch = new PeerWatch(cluster, PATIENCE, lost);
    Graph graph = new Graph();
    this.channel =
        new Channel(graph, Sessions.open(graph, Compute.DEFAULT.in(Optional.of(target))), cluster);
    watch.begin();
  }

  /**
   * Joins the cluster, for as long as the process lives.
   *
   * @param compute on what this worker computes
   * @param lost told in one sentence of a worker that is gone or hangs, by any thread, and has to
   *     end the process, as others may wait in native code for ever
   * @throws org.sourcefree.InvalidInputException if the cluster names an address that is not this
   *     machine's, or is taken
   */
  public static Membership join(Cluster cluster, Compute compute, Consumer<String> lost) {
    return new Membership(cluster, compute, lost);
  }

  public Cluster cluster() {
    return cluster;
  }

  /** Where this worker's sessions are opened. */
  public SessionTarget target() {
    return target;
  }

  /** The sums of all workers' numbers, each at its place; waits for all. */
  public long[] sum(long[] numbers) {
    return channel.sum(numbers);
  }

  /** Waits, after TensorFlow has failed, for the watch to find out whether a worker is lost. */
  public boolean awaitLoss() {
    return watch.awaitLoss();
  }

  /** Leaves the cluster in peace: none of the others needs this worker any longer. */
  public void leave() {
    if (!left) {
      left = true;
      watch.leave(own);
    }
  }
}
