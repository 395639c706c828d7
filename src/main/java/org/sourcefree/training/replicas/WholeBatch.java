package org.sourcefree.training.replicas;

import java.util.List;
import java.util.function.UnaryOperator;
import org.sourcefree.data.Share;
import org.sourcefree.mixing.Labelled;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The images of all workers at every worker: each adds its own to zeros, which changes no bit.
 *
 * @param share of this worker
 * @param sum over all workers
 */
record WholeBatch(Ops tf, Share share, UnaryOperator<Operand<TFloat32>> sum) {
  private static final int COLOURS = 3;

  /** Builds this worker's part of what is made of all images. */
  Labelled of(Labelled own, UnaryOperator<Labelled> made) {
    Operand<TInt32> number =
        tf.slice(tf.shape(own.labels()), tf.constant(new int[1]), tf.constant(new int[] {1}));
    Operand<TInt32> numbers = numbers(number);
    Operand<TInt32> first = tf.constant(0);
    Operand<TInt32> before =
        total(tf.slice(numbers, tf.constant(new int[1]), tf.constant(new int[] {share.index()})));
    Operand<TInt32> after = tf.math.sub(total(numbers), tf.math.add(before, number));
    Operand<TInt32> margins =
        tf.reshape(
            tf.concat(List.of(before, after, tf.constant(new int[6])), first),
            tf.constant(new int[] {4, 2}));
    Operand<TFloat32> whole = sum.apply(tf.pad(joined(own), margins, tf.constant(0f)));
    Labelled mixed = made.apply(apart(whole));
    Operand<TFloat32> kept =
        tf.slice(
            joined(mixed),
            tf.concat(List.of(before, tf.constant(new int[3])), first),
            tf.concat(List.of(number, tf.constant(new int[] {-1, -1, -1})), first));
    return apart(kept);
  }

  /** Every worker's number of images. */
  private Operand<TInt32> numbers(Operand<TInt32> own) {
    int[][] margins = {{share.index(), share.workers() - 1 - share.index()}};
    Operand<TFloat32> placed =
        tf.pad(tf.dtypes.cast(own, TFloat32.class), tf.constant(margins), tf.constant(0f));
    return tf.dtypes.cast(sum.apply(placed), TInt32.class);
  }

  private Operand<TInt32> total(Operand<TInt32> numbers) {
    return tf.expandDims(tf.reduceSum(numbers, tf.constant(0)), tf.constant(0));
  }

  /** Colours, label and confidence of every pixel, [N, H, W, 5]. */
  private Operand<TFloat32> joined(Labelled images) {
    Operand<TInt32> channels = tf.constant(3);
    return tf.concat(
        List.of(
            images.inputs(),
            tf.expandDims(tf.dtypes.cast(images.labels(), TFloat32.class), channels),
            tf.expandDims(images.confidence(), channels)),
        channels);
  }

  private Labelled apart(Operand<TFloat32> joined) {
    return new Labelled(
        channels(joined, 0, COLOURS),
        tf.dtypes.cast(channel(joined, COLOURS), TInt32.class),
        channel(joined, COLOURS + 1));
  }

  private Operand<TFloat32> channel(Operand<TFloat32> joined, int which) {
    Operand<TInt32> shape =
        tf.slice(tf.shape(joined), tf.constant(new int[1]), tf.constant(new int[] {3}));
    return tf.reshape(channels(joined, which, 1), shape);
  }

  private Operand<TFloat32> channels(Operand<TFloat32> joined, int first, int number) {
    return tf.slice(
        joined,
        tf.constant(new int[] {0, 0, 0, first}),
        tf.constant(new int[] {-1, -1, -1, number}));
  }
}
