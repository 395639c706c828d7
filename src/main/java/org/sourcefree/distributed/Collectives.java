package org.sourcefree.distributed;

import java.util.List;
import org.sourcefree.graph.GradientRoute;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Sums over all workers, and their values side by side, built in the same order by each: a sum's
 * place in that order is its key, by which TensorFlow knows what belongs together. A tensor's shape
 * must stay what it is in the first run.
 */
public final class Collectives {
  /** Workers' devices that train. */
  private static final int TRAINING = 1;

  /** Workers' processors. */
  private static final int TALKING = 2;

  private final int group;
  private final int workers;
  private int key;

  /**
   * Sums of a graph's part.
   *
   * @param firstKey of a range of the part's own
   */
  public Collectives(int workers, int firstKey) {
    this(workers, firstKey, TRAINING);
  }

  private Collectives(int workers, int firstKey, int group) {
    this.group = group;
    this.workers = workers;
    this.key = firstKey;
  }

  /** Sums that are computed on no accelerator. */
  static Collectives onProcessors(int workers, int firstKey) {
    return new Collectives(workers, firstKey, TALKING);
  }

  /** The sum, without a gradient. */
  public <T extends TType> Operand<T> sum(Ops tf, Operand<T> own) {
    return sum(tf, own, workers, group, key++);
  }

  /** The sum, of which this worker's own summand alone carries the gradient. */
  public Operand<TFloat32> sumWithOwnGradient(Ops tf, Operand<TFloat32> own) {
    return GradientRoute.through(
        tf,
        "summed_over_workers",
        sum(tf, own),
        List.of(own),
        (ops, upstream, operands) -> List.of(upstream));
  }

  /** The next gathering, built where it is wanted. */
  public Gather gather() {
    return new Gather(workers, group, key++);
  }

  /**
   * All workers' values at every worker.
   *
   * @param workers how many
   * @param group of their devices
   * @param key by which TensorFlow knows what belongs together
   */
  public record Gather(int workers, int group, int key) {

    /** A name that no other gathering has. */
    public String name() {
      return "%d_of_%d_workers_%d".formatted(key, workers, group);
    }

    /**
     * Builds it, without a gradient: a row for each worker, in the same order everywhere.
     *
     * @param own [values]
     */
    @SuppressWarnings("unchecked") // The operation's output has its input's type.
    public Operand<TFloat32> rows(Ops tf, Operand<TFloat32> own) {
      Operand<TFloat32> row = tf.expandDims(own, tf.constant(0));
      OperationBuilder builder = builder(tf, "CollectiveGatherV2", row, workers, group, key);
      return (Operand<TFloat32>) (Operand<?>) builder.build().output(0);
    }
  }

  @SuppressWarnings("unchecked") // The operation's output has its input's type.
  private static <T extends TType> Operand<T> sum(
      Ops tf, Operand<T> own, int workers, int groupKey, int key) {
    OperationBuilder builder = builder(tf, "CollectiveReduceV2", own, workers, groupKey, key);
    builder.setAttr("merge_op", "Add").setAttr("final_op", "Id");
    return (Operand<T>) (Operand<?>) builder.build().output(0);
  }

  private static OperationBuilder builder(
      Ops tf, String operation, Operand<?> own, int workers, int groupKey, int key) {
    Operand<?> members = tf.constant(workers);
    Operand<?> group = tf.constant(groupKey);
    Operand<?> instance = tf.constant(key);
    return tf.scope()
        .opBuilder(operation, "over_workers")
        .addInput(own.asOutput())
        .addInput(members.asOutput())
        .addInput(group.asOutput())
        .addInput(instance.asOutput())
        .addInputList(new Output<?>[0])
        .setAttr("communication_hint", "auto");
  }
}
