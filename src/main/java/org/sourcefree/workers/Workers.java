package org.sourcefree.workers;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.StoppedException;
import org.sourcefree.data.Share;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.distributed.Membership;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Faults;
import org.sourcefree.training.replicas.CollectiveReplicas;
import org.sourcefree.training.replicas.Replicas;

/** The workers of a run; one alone unless a cluster says otherwise. */
public final class Workers {
  /** One process. */
  public static final Workers ALONE = new Workers(Optional.empty(), lost -> {});

  /**
   * The exit code where another worker is lost: all can be started again, to resume; sysexits.h has
   * it for what may go well the next time.
   */
  public static final int START_AGAIN = 75;

  private final Optional<Cluster> cluster;
  private final Consumer<String> lost;
  private @Nullable Membership membership;

  /**
   * Workers of a cluster, which is not joined yet.
   *
   * @param lost see {@link Membership#join}
   */
  public Workers(Optional<Cluster> cluster, Consumer<String> lost) {
    this.cluster = cluster;
    this.lost = lost;
  }

  /** So many workers, to ask what they could share; they cannot be joined. */
  public static Workers imagined(int number) {
    if (number < 2) {
      return ALONE;
    }
    List<String> addresses =
        IntStream.rangeClosed(1, number).mapToObj(port -> "imagined:" + port).toList();
    return new Workers(Optional.of(new Cluster(addresses, 0)), lost -> {});
  }

  /** Whether this process logs, saves and exports. */
  public boolean isChief() {
    return cluster.map(Cluster::isChief).orElse(true);
  }

  /** What this process takes of the images that are divided. */
  public Share share() {
    return cluster.map(all -> new Share(all.index(), all.size())).orElse(Share.ALL);
  }

  /**
   * Checks that every worker has an image of each batch.
   *
   * @param key of the batch's size
   * @throws InvalidInputException if not
   */
  public void requireImages(String key, int batchSize) {
    int workers = cluster.map(Cluster::size).orElse(1);
    if (batchSize < workers) {
      throw new InvalidInputException(
          "%s must be an image for each worker at least, got %d with %d workers"
              .formatted(key, batchSize, workers));
    }
  }

  /**
   * Checks that there is one worker.
   *
   * @param what needs that
   * @throws InvalidInputException if there are more
   */
  public void requireAlone(String what) {
    cluster.ifPresent(
        more -> {
          throw new InvalidInputException(
              "%s must have one worker so far, got %d".formatted(what, more.size()));
        });
  }

  /** The same, computed where the workers can add up. */
  public Compute on(Compute compute) {
    return cluster.isEmpty() ? compute : compute.in(Optional.of(joined(compute).target()));
  }

  /** This process in the cluster, if it has joined one. */
  Optional<Membership> membership() {
    return Optional.ofNullable(membership);
  }

  /** This process in the cluster, which is joined if it was not. */
  Membership joined(Compute compute) {
    Membership joined = membership;
    if (joined == null) {
      joined = Membership.join(cluster.orElseThrow(), compute, lost);
      membership = joined;
    }
    return joined;
  }

  /**
   * Does the chief's work and lets the others go at its end. Where TensorFlow fails because a
   * worker is lost, that is what is said.
   */
  public <T> T lead(Supplier<T> work) {
    try {
      T result = work.get();
      end(Order.DONE);
      return result;
    } catch (RuntimeException e) {
      awaitWatch(e);
      // Where computing together has failed, the others find out by themselves.
      if (!isComputation(e)) {
        endAfter(e);
      }
      throw e;
    }
  }

  /**
   * Does what every worker does alike and knows the end of, and lets this one go at its end. Where
   * TensorFlow fails because a worker is lost, that is what is said.
   */
  public <T> T abreast(Supplier<T> work) {
    try {
      T result = work.get();
      meet();
      membership().ifPresent(Membership::leave);
      return result;
    } catch (RuntimeException e) {
      awaitWatch(e);
      throw e;
    }
  }

  /** Waits until all workers do. */
  public void meet() {
    membership().ifPresent(joined -> joined.sum(new long[] {1}));
  }

  /** Who takes steps together that all know of. */
  public Replicas replicas() {
    return cluster
        .<Replicas>map(all -> new CollectiveReplicas(all, CollectiveReplicas.Told.NOBODY))
        .orElse(Replicas.ONE);
  }

  private void endAfter(RuntimeException failure) {
    try {
      end(failure instanceof StoppedException ? Order.STOPPED : Order.FAILED);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void end(int how) {
    Membership joined = membership;
    if (joined != null) {
      Order.of(Order.Kind.END, how, 0, 0).exchanged(joined);
      joined.leave();
    }
  }

  /**
   * Waits, if TensorFlow has failed, for the watch to find out whether a worker is lost, which ends
   * the process with all that was saved.
   */
  public void awaitWatch(RuntimeException failure) {
    Membership joined = membership;
    if (joined != null && isComputation(failure) && joined.awaitLoss()) {
      throw new IllegalStateException("a worker was lost", failure);
    }
  }

  /** Of TensorFlow, also where it is said of another program's graph. */
  private static boolean isComputation(RuntimeException failure) {
    return Faults.isComputation(failure)
        || (failure.getCause() instanceof RuntimeException cause && Faults.isComputation(cause));
  }
}
