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
 * Sums over all workers, built in the same order by each: a sum's place in that order is its key,
 * by which TensorFlow knows what belongs together. A tensor's shape must stay what it is in the
 * first run.
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

  /**
   * The sum, whose gradient is summed over all workers too: what each makes of it comes back to
   * every summand.
   */
  public Operand<TFloat32> sumWithSummedGradient(Ops tf, Operand<TFloat32> own) {
    int number = workers;
    int back = key++;
    return GradientRoute.through(
        tf,
        "summed_over_%d_workers_both_ways_%d".formatted(number, back),
        sum(tf, own),
        List.of(own),
        (ops, upstream, operands) -> List.of(sum(ops, upstream, number, TRAINING, back)));
  }

  @SuppressWarnings("unchecked") // The operation's output has its input's type.
  private static <T extends TType> Operand<T> sum(
      Ops tf, Operand<T> own, int workers, int groupKey, int key) {
    Operand<?> members = tf.constant(workers);
    Operand<?> group = tf.constant(groupKey);
    Operand<?> instance = tf.constant(key);
    OperationBuilder builder = tf.scope().opBuilder("CollectiveReduceV2", "sum_over_workers");
    builder
        .addInput(own.asOutput())
        .addInput(members.asOutput())
        .addInput(group.asOutput())
        .addInput(instance.asOutput())
        .addInputList(new Output<?>[0])
        .setAttr("merge_op", "Add")
        .setAttr("final_op", "Id")
        .setAttr("communication_hint", "auto");
    return (Operand<T>) (Operand<?>) builder.build().output(0);
  }
}
