package org.sourcefree.workers;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.data.Pool;
import org.sourcefree.distributed.ChiefsValues;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.distributed.Membership;
import org.sourcefree.model.ModelSession;
import org.sourcefree.training.replicas.CollectiveReplicas;
import org.sourcefree.training.replicas.Replicas;

/** The chief's side of a run: it tells the others of what it does before it begins. */
public final class Chief implements CollectiveReplicas.Told {
  private final Optional<Membership> membership;
  private final ModelSession model;
  private final StopRequest stop;
  private @Nullable ChiefsValues values;

  private Chief(Optional<Membership> membership, ModelSession model, StopRequest stop) {
    this.membership = membership;
    this.model = model;
    this.stop = stop;
  }

  /**
   * Waits for all workers and checks that they are about to do the same.
   *
   * @param model in a session where the workers add up
   * @param folder the run folder, which exists
   * @param facts of the run, see {@link SameRun}
   * @throws InvalidInputException if a worker is about to do something else
   */
  public static Chief lead(
      Workers workers,
      ModelSession model,
      Path folder,
      List<String> facts,
      Progress progress,
      StopRequest stop) {
    Optional<Membership> membership = workers.membership();
    membership.ifPresent(joined -> check(joined, new SameRun(folder, facts), progress));
    return new Chief(membership, model, stop);
  }

  /** Who takes the steps together. */
  public Replicas replicas() {
    return membership
        .<Replicas>map(joined -> new CollectiveReplicas(joined.cluster(), this))
        .orElse(Replicas.ONE);
  }

  /** Who labels the images of a round together, each with the present weights; called before. */
  public Pool labelling(int round) {
    return membership.map(joined -> together(joined, Order.Kind.LABEL, round)).orElse(Pool.ONE);
  }

  /**
   * Who measures a network together, with the present weights; called before. A network that is not
   * the run's own is measured by one.
   */
  public Pool measuring(ModelSession network) {
    return membership
        .filter(joined -> network.equals(model))
        .map(joined -> together(joined, Order.Kind.MEASURE, 0))
        .orElse(Pool.ONE);
  }

  /** Who estimates target statistics together; called before. */
  public Pool statistics() {
    return membership.map(joined -> together(joined, Order.Kind.STATISTICS, 0)).orElse(Pool.ONE);
  }

  private Pool together(Membership joined, Order.Kind work, int round) {
    Order.of(work, round, 0, 0).exchanged(joined);
    copyValues(joined);
    return new WorkerPool(joined, () -> Order.of(Order.Kind.SUM, 0, 0, 0).exchanged(joined));
  }

  private void copyValues(Membership joined) {
    ChiefsValues copied = values;
    if (copied == null) {
      copied =
          new ChiefsValues(model.graph(), joined.cluster(), Follower.ofStep(model.variables()));
      values = copied;
    }
    copied.copy(model.session());
  }

  private static void check(Membership membership, SameRun run, Progress progress) {
    Cluster cluster = membership.cluster();
    progress.say("waiting for %d other workers".formatted(cluster.size() - 1));
    long nonce = new SecureRandom().nextLong();
    run.write(nonce);
    long refused;
    try {
      Order.of(Order.Kind.JOIN, nonce, 0, 0).exchanged(membership);
      refused = Order.answer(0, false).exchanged(membership).refused();
    } finally {
      run.remove();
    }
    if (refused != 0) {
      throw new InvalidInputException(
          "all workers must do the same run in one folder, but not %s, whose own line says why"
              .formatted(
                  IntStream.range(0, cluster.size())
                      .filter(i -> (refused >> i & 1) == 1)
                      .mapToObj(cluster::named)
                      .collect(Collectors.joining(", "))));
    }
    progress.say("%d workers share every batch".formatted(cluster.size()));
  }

  @Override
  public void round(int round, long step) {
    Membership joined = membership.orElseThrow();
    Order.of(Order.Kind.ROUND, round, step, 0).exchanged(joined);
    copyValues(joined);
  }

  @Override
  public void step(long step, double rateFactor) {
    Order together =
        Order.of(Order.Kind.STEP, 0, step, rateFactor).exchanged(membership.orElseThrow());
    if (together.stops() > 0) {
      stop.make();
    }
  }
}
