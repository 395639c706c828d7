package org.sourcefree.workers;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Share;
import org.sourcefree.data.TrainingData;
import org.sourcefree.distributed.ChiefsValues;
import org.sourcefree.distributed.Membership;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;
import org.sourcefree.training.Step;
import org.sourcefree.training.Streams;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.training.replicas.Replicas;

/** A worker that does what the chief says, and writes nothing. */
public final class Follower {
  private final Workers workers;
  private final Membership membership;
  private final Path folder;
  private final StopRequest stop;
  private final Order joined;

  /**
   * Joins the cluster and waits for the chief to make its run folder.
   *
   * @param compute on what this worker computes
   * @param folder the run folder
   * @param stop passed on to the chief, who ends the run for all
   */
  public Follower(Workers workers, Compute compute, Path folder, StopRequest stop) {
    this.workers = workers;
    this.membership = workers.joined(compute);
    this.folder = folder;
    this.stop = stop;
    this.joined = next();
  }

  private void compare(SameRun run, Order order) {
    Optional<String> difference = run.difference(order.round());
    long own = difference.isEmpty() ? 0 : 1L << membership.cluster().index();
    long refused = Order.answer(own, false).exchanged(membership).refused();
    if (refused != 0) {
      Order.answer(0, false).exchanged(membership);
      membership.leave();
      throw new InvalidInputException(
          difference.orElse("another worker is about to do another run; its own line says why"));
    }
  }

  /** What the chief has a worker do; all but measuring of training alone. */
  public interface Work {

    /** Opens the model in a session where the workers add up. */
    ModelSession open();

    /** Measures the network on this worker's labelled images. */
    void measure(ModelSession model, Pool pool);

    /** A step; empty if none is taken. */
    default Optional<TrainingSettings> step() {
      return Optional.empty();
    }

    /** The images of a round, counted from 0, with their labels. */
    default TrainingData dataOf(int round) {
      throw new UnsupportedOperationException();
    }

    /** Labels this worker's images of a round. */
    default void label(ModelSession model, int round, Pool pool) {
      throw new UnsupportedOperationException();
    }

    /** Estimates target statistics with this worker's batches. */
    default void estimateStatistics(ModelSession model, Pool pool) {
      throw new UnsupportedOperationException();
    }
  }

  /**
   * Does this worker's share until the chief ends the run.
   *
   * @param facts of the run, see {@link SameRun}
   * @param made makes the work, once the run is known to be the chief's
   * @throws InvalidInputException if the chief's run is another, or it failed
   * @throws StoppedException if the run was asked to end
   */
  public void run(List<String> facts, Supplier<Work> made, long seed) {
    SameRun run = new SameRun(folder, facts);
    compare(run, joined);
    Work work = made.get();
    try (ModelSession model = work.open()) {
      Replicas replicas = workers.replicas();
      Optional<Step> step = work.step().map(each -> model.step(each.among(replicas), seed));
      ChiefsValues values =
          new ChiefsValues(model.graph(), membership.cluster(), ofStep(model.variables()));
      follow(run, work, new Trained(model, step, values, replicas.share()));
    } catch (RuntimeException e) {
      workers.awaitWatch(e);
      throw e;
    }
  }

  private record Trained(
      ModelSession model, Optional<Step> step, ChiefsValues values, Share share) {
    /** The model with the chief's values. */
    ModelSession copied() {
      values.copy(model.session());
      return model;
    }
  }

  private void follow(SameRun run, Work work, Trained trained) {
    Streams.@Nullable Ahead ahead = null;
    Pool pool = new WorkerPool(membership, this::next);
    try {
      for (Order order = next(); order.kind() != Order.Kind.END; order = next()) {
        switch (order.kind()) {
          case JOIN -> compare(run, order);
          case LABEL -> work.label(trained.copied(), (int) order.round(), pool);
          case MEASURE -> work.measure(trained.copied(), pool);
          case STATISTICS -> work.estimateStatistics(trained.copied(), pool);
          case ROUND -> {
            trained.copied();
            if (ahead != null) {
              ahead.close();
            }
            TrainingData data = work.dataOf((int) order.round());
            ahead = Streams.of(data).batchesFrom(order.step(), trained.share());
          }
          case STEP ->
              trained
                  .step()
                  .orElseThrow()
                  .run(
                      trained.model().session(),
                      Objects.requireNonNull(ahead).next(),
                      order.step(),
                      order.rateFactor());
          default -> throw new IllegalStateException("not an order: " + order);
        }
      }
    } finally {
      if (ahead != null) {
        ahead.close();
      }
    }
  }

  private Order next() {
    Order order = Order.answer(0, stop.isMade()).exchanged(membership);
    if (order.kind() == Order.Kind.END) {
      membership.leave();
      if (order.round() == Order.STOPPED) {
        throw new StoppedException();
      }
      if (order.round() == Order.FAILED) {
        throw new InvalidInputException(
            membership.cluster().named(0) + " has ended the run; its own line says why");
      }
    }
    return order;
  }

  /** What every worker has of a step, in the same order. */
  static List<Variable> ofStep(Variables variables) {
    return variables.all().stream().sorted(Comparator.comparing(Variable::name)).toList();
  }
}
