package org.sourcefree.objective;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a term adds up over some pixels, and the number it is divided by. Parts of several streams
 * or machines are added before the mean is taken, as a mean of means is another number.
 *
 * @param numerator a sum over pixels, of any shape
 * @param denominator the number of pixels in it, scalar; it carries no gradient
 */
public record Part(Operand<TFloat32> numerator, Operand<TFloat32> denominator) {

  /**
   * The sum over all pixels, and their number.
   *
   * @param values [P, …]
   */
  public static Part ofPixels(Ops tf, Operand<TFloat32> values) {
    Operand<TInt32> pixels =
        tf.slice(tf.shape(values), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TFloat32> number =
        tf.dtypes.cast(tf.reshape(pixels, tf.constant(new int[0])), TFloat32.class);
    return new Part(tf.reduceSum(values, tf.constant(0)), number);
  }

  /**
   * The sum over the pixels that count, and their number.
   *
   * @param values [P]
   * @param counted 1 where a pixel counts, else 0, [P]
   */
  static Part ofCounted(Ops tf, Operand<TFloat32> values, Operand<TFloat32> counted) {
    return new Part(
        tf.reduceSum(tf.math.mul(counted, values), tf.constant(0)),
        tf.reduceSum(counted, tf.constant(0)));
  }

  /**
   * All parts together.
   *
   * @param parts at least one
   */
  public static Part sum(Ops tf, List<Part> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Operand<TFloat32>> numerators = new ArrayList<>();
    List<Operand<TFloat32>> denominators = new ArrayList<>();
    for (Part part : parts) {
      numerators.add(part.numerator());
      denominators.add(part.denominator());
    }
    return new Part(tf.math.addN(numerators), tf.math.addN(denominators));
  }

  /** The mean, of the numerator's shape; 0 with a zero gradient where there are no pixels. */
  public Operand<TFloat32> mean(Ops tf) {
    return tf.math.divNoNan(numerator, tf.stopGradient(denominator));
  }
}
