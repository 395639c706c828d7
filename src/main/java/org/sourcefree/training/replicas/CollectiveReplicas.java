package org.sourcefree.training.replicas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sourcefree.data.Share;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.distributed.Collectives;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchParts;
import org.sourcefree.objective.Part;
import org.sourcefree.optimizer.Gradients;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The workers of a cluster, each of which takes its share of every batch. */
public final class CollectiveReplicas implements Replicas {
  private static final int FIRST_KEY = 1000;

  private final Cluster cluster;
  private final Collectives collectives;
  private final Told told;

  /** All workers' values at every worker. */
  private record Gathered(Collectives.Gather gather) implements BatchParts.Exchange {
    @Override
    public String name() {
      return gather.name();
    }

    @Override
    public Operand<TFloat32> rows(Ops tf, Operand<TFloat32> own) {
      return gather.rows(tf, own);
    }
  }

  /** Who is told of what this worker is about to do. */
  public interface Told {
    /** Nobody. */
    Told NOBODY =
        new Told() {
          @Override
          public void round(int round, long step) {}

          @Override
          public void step(long step, double rateFactor) {}
        };

    /** A round's batches are wanted, from a step on. */
    void round(int round, long step);

    /** A step is taken. */
    void step(long step, double rateFactor);
  }

  /** Replicas of one step's graph. */
  public CollectiveReplicas(Cluster cluster, Told told) {
    this.cluster = cluster;
    this.collectives = new Collectives(cluster.size(), FIRST_KEY);
    this.told = told;
  }

  @Override
  public Share share() {
    return new Share(cluster.index(), cluster.size());
  }

  @Override
  public Part sum(Ops tf, Part part) {
    return new Part(
        collectives.sumWithOwnGradient(tf, part.numerator()),
        collectives.sum(tf, tf.stopGradient(part.denominator())));
  }

  @Override
  public Gradients sum(Ops tf, Gradients gradients) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    gradients.values().forEach(each -> sums.add(collectives.sum(tf, each)));
    return new Gradients(gradients.parameters(), sums, gradients.finite());
  }

  @Override
  public Labelled ofAll(Ops tf, Labelled own, UnaryOperator<Labelled> made) {
    return new WholeBatch(tf, share(), values -> collectives.sum(tf, values)).of(own, made);
  }

  @Override
  public Operand<TFloat32> mean(Ops tf, Operand<TFloat32> maps) {
    Operand<TFloat32> sum = tf.reduceSum(maps, tf.constant(new int[] {0, 1, 2}));
    Operand<TInt32> sides =
        tf.slice(tf.shape(maps), tf.constant(new int[1]), tf.constant(new int[] {3}));
    Operand<TFloat32> pixels =
        tf.dtypes.cast(tf.prod(sides, tf.constant(new int[1])), TFloat32.class);
    return tf.math.div(collectives.sum(tf, sum), collectives.sum(tf, pixels));
  }

  @Override
  public Optional<BatchParts> batchParts(BatchNorm batchNorm) {
    return batchNorm.isSynchronised()
        ? Optional.of(() -> new Gathered(collectives.gather()))
        : Optional.empty();
  }

  @Override
  public void beginRound(int round, long step) {
    told.round(round, step);
  }

  @Override
  public void beginStep(long step, double rateFactor) {
    told.step(step, rateFactor);
  }
}
