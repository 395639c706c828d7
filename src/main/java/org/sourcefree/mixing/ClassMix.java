package org.sourcefree.mixing;

import java.util.List;
import org.sourcefree.objective.Draws;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The pixels of some of an image's classes, pasted onto the next image of the batch (Olsson et al.
 * 2021); the last image's go onto the first. Of an image's u classes the first ⌊u · share⌋ of a
 * random order are taken, ignored pixels never. An image of one class is replaced by the next one;
 * a batch of one image stays as it is.
 *
 * @param share of an image's classes, in [0, 1]; 0.5 in LDBE's code
 */
public record ClassMix(double share) implements Mixing {
  /** Apart from the other draws of a step. */
  private static final long STREAM = 0x636c6173736d6978L;

  /** Checks the share. */
  public ClassMix {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], got " + share);
    }
  }

  @Override
  public Labelled mix(Ops tf, Labelled batch, int classes, Draws draws) {
    Operand<TInt32> images =
        tf.slice(tf.shape(batch.labels()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TInt32> shape =
        tf.concat(List.of(images, tf.constant(new int[] {classes})), tf.constant(0));
    Operand<TInt64> seed = Mixing.seed(tf, draws, STREAM);
    return mix(tf, batch, classes, tf.random.statelessRandomUniform(shape, seed));
  }

  /**
   * Builds the mixed batch for a given order of every image's classes.
   *
   * @param order the smallest numbers come first, [N, C]
   */
  public Labelled mix(Ops tf, Labelled batch, int classes, Operand<TFloat32> order) {
    Operand<TFloat32> pixels = oneHot(tf, batch.labels(), classes);
    Operand<TFloat32> present = tf.reduceMax(pixels, tf.constant(new int[] {1, 2}));
    return paste(tf, batch, pixels, chosen(tf, present, order));
  }

  /**
   * Which classes are pasted, 1 or 0, [N, C].
   *
   * @param present whether an image has a class, 1 or 0, [N, C]
   */
  private Operand<TFloat32> chosen(Ops tf, Operand<TFloat32> present, Operand<TFloat32> order) {
    Operand<TFloat32> mine = tf.expandDims(order, tf.constant(2));
    Operand<TFloat32> others = tf.expandDims(order, tf.constant(1));
    Operand<TFloat32> before =
        tf.math.mul(
            tf.dtypes.cast(tf.math.less(others, mine), TFloat32.class),
            tf.expandDims(present, tf.constant(1)));
    Operand<TFloat32> rank = tf.reduceSum(before, tf.constant(2));
    Operand<TFloat32> taken =
        tf.math.floor(
            tf.math.mul(tf.reduceSum(present, tf.constant(1)), tf.constant((float) share)));
    Operand<TBool> first = tf.math.less(rank, tf.expandDims(taken, tf.constant(1)));
    return tf.math.mul(present, tf.dtypes.cast(first, TFloat32.class));
  }

  private static Labelled paste(
      Ops tf, Labelled batch, Operand<TFloat32> pixels, Operand<TFloat32> chosen) {
    Operand<TFloat32> everywhere =
        tf.expandDims(tf.expandDims(chosen, tf.constant(1)), tf.constant(1));
    Operand<TFloat32> own = tf.reduceSum(tf.math.mul(pixels, everywhere), tf.constant(3));
    Operand<TBool> pasted = tf.math.greater(own, tf.constant(0.5f));
    return new Labelled(
        tf.select(
            tf.broadcastTo(tf.expandDims(pasted, tf.constant(3)), tf.shape(batch.inputs())),
            batch.inputs(),
            next(tf, batch.inputs())),
        tf.select(pasted, batch.labels(), next(tf, batch.labels())),
        tf.select(pasted, batch.confidence(), next(tf, batch.confidence())));
  }

  /** Every image's successor in the batch, the first one's for the last. */
  private static <T extends TNumber> Operand<T> next(Ops tf, Operand<T> images) {
    return tf.roll(images, tf.constant(-1), tf.constant(0));
  }

  private static Operand<TFloat32> oneHot(Ops tf, Operand<TInt32> labels, int classes) {
    return tf.oneHot(
        labels, tf.constant(classes), tf.constant(1f), tf.constant(0f), OneHot.axis(-1L));
  }
}
