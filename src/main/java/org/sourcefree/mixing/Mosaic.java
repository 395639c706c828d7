package org.sourcefree.mixing;

import java.util.List;
import org.sourcefree.objective.Draws;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Every image joined with three others of the batch at one point, as CROTS' code does it: above and
 * left of the point it stays, the other quarters show other images' own, in their places. The
 * others are drawn with repetition. The point's column is ⌊(margin + (1 − 2·margin)·b)·width⌋, b
 * from the distribution Beta(beta, beta), its row likewise. A batch of one image stays as it is.
 *
 * @param margin the share of a side that the point keeps from either edge, in [0, 0.5]; 0.2 in the
 *     authors' code
 * @param beta in (0, 1]; the smaller, the nearer to the margins; 0.25 in the authors' code
 */
public record Mosaic(double margin, double beta) implements Mixing {
  private static final int OTHERS = 3;

  /** Apart from the other draws of a step. */
  private static final long PARTNERS = 0x6d6f736169636eL;

  private static final long POINT = 0x6d6f7361696370L;

  /** Of which all are refused once in billions. */
  private static final int CANDIDATES = 32;

  /** Checks the ranges. */
  public Mosaic {
    if (!(margin >= 0 && margin <= 0.5)) {
      throw new IllegalArgumentException("margin must be in [0, 0.5], got " + margin);
    }
    if (!(beta > 0 && beta <= 1)) {
      throw new IllegalArgumentException("beta must be in (0, 1], got " + beta);
    }
  }

  @Override
  public Labelled mix(Ops tf, Labelled batch, int classes, Draws draws) {
    Operand<TInt32> images = sides(tf, batch, 0, 1);
    return mix(tf, batch, partners(tf, images, draws), point(tf, batch, draws));
  }

  /**
   * Builds the mixed batch for given draws.
   *
   * @param partners the images right, below, and right below the point, [N, 3]
   * @param point its row and column, [N, 2], pixels
   */
  public Labelled mix(Ops tf, Labelled batch, Operand<TInt32> partners, Operand<TInt32> point) {
    Operand<TBool> above = before(tf, batch, point, 0);
    Operand<TBool> left = before(tf, batch, point, 1);
    Quarters quarters = new Quarters(partners, above, left);
    Operand<TInt32> colours = tf.shape(batch.inputs());
    Quarters ofColours =
        new Quarters(partners, widened(tf, above, colours), widened(tf, left, colours));
    return new Labelled(
        ofColours.joined(tf, batch.inputs()),
        quarters.joined(tf, batch.labels()),
        quarters.joined(tf, batch.confidence()));
  }

  private static Operand<TBool> widened(Ops tf, Operand<TBool> map, Operand<TInt32> shape) {
    return tf.broadcastTo(tf.expandDims(map, tf.constant(3)), shape);
  }

  /**
   * Who is joined, and where.
   *
   * @param above whether a place lies above the point, of the joined maps' shape
   * @param left whether it lies left of it
   */
  private record Quarters(Operand<TInt32> partners, Operand<TBool> above, Operand<TBool> left) {

    private <T extends TNumber> Operand<T> joined(Ops tf, Operand<T> maps) {
      Operand<T> upper = tf.select(left, maps, other(tf, maps, 0));
      Operand<T> lower = tf.select(left, other(tf, maps, 1), other(tf, maps, 2));
      return tf.select(above, upper, lower);
    }

    private <T extends TNumber> Operand<T> other(Ops tf, Operand<T> maps, int which) {
      return tf.gather(
          maps, tf.gather(partners, tf.constant(which), tf.constant(1)), tf.constant(0));
    }
  }

  /** Whether a pixel's row or column lies before the point's, [N, H, W]. */
  private static Operand<TBool> before(
      Ops tf, Labelled batch, Operand<TInt32> point, int direction) {
    Operand<TInt32> side = tf.reshape(sides(tf, batch, 1 + direction, 1), tf.constant(new int[0]));
    Operand<TInt32> places = tf.range(tf.constant(0), side, tf.constant(1));
    int[] alongSide = direction == 0 ? new int[] {1, -1, 1} : new int[] {1, 1, -1};
    Operand<TInt32> own =
        tf.reshape(
            tf.gather(point, tf.constant(direction), tf.constant(1)),
            tf.constant(new int[] {-1, 1, 1}));
    Operand<TBool> less = tf.math.less(tf.reshape(places, tf.constant(alongSide)), own);
    return tf.broadcastTo(less, tf.shape(batch.labels()));
  }

  /** N, H and W, or some of them that follow one another. */
  private static Operand<TInt32> sides(Ops tf, Labelled batch, int first, int count) {
    return tf.slice(
        tf.shape(batch.labels()), tf.constant(new int[] {first}), tf.constant(new int[] {count}));
  }

  /** Three images of the batch for each, never itself where there are others, [N, 3]. */
  private static Operand<TInt32> partners(Ops tf, Operand<TInt32> images, Draws draws) {
    Operand<TInt32> shape =
        tf.concat(List.of(images, tf.constant(new int[] {OTHERS})), tf.constant(0));
    Operand<TFloat32> uniform =
        tf.random.statelessRandomUniform(shape, Mixing.seed(tf, draws, PARTNERS));
    Operand<TFloat32> others = tf.dtypes.cast(tf.math.sub(images, tf.constant(1)), TFloat32.class);
    Operand<TInt32> ahead =
        tf.math.add(
            tf.dtypes.cast(tf.math.floor(tf.math.mul(uniform, others)), TInt32.class),
            tf.constant(1));
    Operand<TInt32> number = tf.reshape(images, tf.constant(new int[0]));
    Operand<TInt32> own =
        tf.expandDims(tf.range(tf.constant(0), number, tf.constant(1)), tf.constant(1));
    return tf.math.mod(tf.math.add(own, ahead), number);
  }

  /** Row and column of every image's point, [N, 2]. */
  private Operand<TInt32> point(Ops tf, Labelled batch, Draws draws) {
    Operand<TInt32> shape =
        tf.concat(
            List.of(sides(tf, batch, 0, 1), tf.constant(new int[] {2, CANDIDATES, 2})),
            tf.constant(0));
    Operand<TFloat64> uniform =
        tf.random.statelessRandomUniform(shape, Mixing.seed(tf, draws, POINT), TFloat64.class);
    Operand<TFloat64> share =
        tf.math.add(
            tf.constant(margin), tf.math.mul(tf.constant(1 - 2 * margin), betaOf(tf, uniform)));
    Operand<TFloat64> size = tf.dtypes.cast(sides(tf, batch, 1, 2), TFloat64.class);
    return tf.dtypes.cast(tf.math.floor(tf.math.mul(share, size)), TInt32.class);
  }

  /**
   * Draws from Beta(beta, beta) as Jöhnk does: x/(x + y), x and y uniform numbers to the power of
   * 1/beta, of the first candidate whose sum is at most 1.
   *
   * @param uniform [N, 2, candidates, 2]
   * @return [N, 2]
   */
  private Operand<TFloat64> betaOf(Ops tf, Operand<TFloat64> uniform) {
    Operand<TFloat64> powers = tf.math.pow(uniform, tf.constant(1 / beta));
    Operand<TFloat64> sums = tf.reduceSum(powers, tf.constant(3));
    Operand<TBool> taken = tf.math.lessEqual(sums, tf.constant(1.0));
    Operand<TInt32> places = tf.range(tf.constant(0), tf.constant(CANDIDATES), tf.constant(1));
    Operand<TInt32> first =
        tf.reduceMin(
            tf.select(
                taken,
                tf.broadcastTo(places, tf.shape(sums)),
                tf.fill(tf.shape(sums), tf.constant(CANDIDATES - 1))),
            tf.constant(2));
    Operand<TFloat64> shares =
        tf.math.divNoNan(tf.gather(powers, tf.constant(0), tf.constant(3)), sums);
    Operand<TFloat64> chosen =
        tf.oneHot(first, tf.constant(CANDIDATES), tf.constant(1.0), tf.constant(0.0));
    return tf.reduceSum(tf.math.mul(shares, chosen), tf.constant(2));
  }
}
