package org.sourcefree.objective;

import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a discriminator says of a stream's images.
 *
 * @param scores raw, positive for the target domain, [N, h, w, 1]
 * @param weights a factor for each of them where the images are the target's, if there is one
 * @param loss how far they are from a domain
 */
public record Answer(
    Operand<TFloat32> scores, Optional<Operand<TFloat32>> weights, DomainLoss loss) {

  /**
   * How far a raw score x is from a domain, which counts as t, the source as 0, the target as 1.
   */
  public enum DomainLoss {
    /** max(x, 0) − x·t + log(1 + e^(−|x|)), the binary cross-entropy of sigmoid(x), nats. */
    CROSS_ENTROPY,
    /** (x − t)². */
    LEAST_SQUARES
  }

  /** A single discriminator's scores with no factors. */
  public static Answer of(Operand<TFloat32> scores, DomainLoss loss) {
    return new Answer(scores, Optional.empty(), loss);
  }

  /**
   * The sum of the losses of all scores, and their number.
   *
   * @param domain that they are compared with
   * @param weighted whether the losses are weighted
   */
  Part from(Ops tf, Domain domain, boolean weighted) {
    Operand<TFloat32> losses = losses(tf, domain);
    Operand<TFloat32> summands =
        weights
            .filter(each -> weighted)
            .<Operand<TFloat32>>map(each -> tf.math.mul(each, losses))
            .orElse(losses);
    return Part.ofPixels(tf, tf.reshape(summands, tf.constant(new int[] {-1})));
  }

  private Operand<TFloat32> losses(Ops tf, Domain domain) {
    boolean source = domain == Domain.SOURCE;
    return switch (loss) {
      case CROSS_ENTROPY -> tf.math.softplus(source ? scores : tf.math.neg(scores));
      case LEAST_SQUARES -> {
        Operand<TFloat32> difference = source ? scores : tf.math.sub(scores, tf.constant(1f));
        yield tf.math.mul(difference, difference);
      }
    };
  }
}
