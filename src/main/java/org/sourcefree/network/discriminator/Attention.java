package org.sourcefree.network.discriminator;

import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Attention by a discriminator (Yu et al., AAAI 2021): the network's last block reads f' = f +
 * |tanh D(f)|·f, f what the block before it gives, so that places count for more the surer D is of
 * their domain. Images of the source go without: f' = f.
 *
 * @param discriminator name of D, whose weights are a part of the network
 * @param network what D is made of; it must have a score for each place of f
 * @param shortcut of the block that reads f'
 */
public record Attention(String discriminator, DiscriminatorNetwork network, Shortcut shortcut) {

  /** What the last block's output is added to. */
  public enum Shortcut {
    /** What the block reads, as in every block that is not the first of its stage. */
    IDENTITY,
    /**
     * A new 1×1 convolution and batch norm of what it reads, as in the authors' code, to which the
     * block is a fifth stage.
     */
    PROJECTION
  }

  /** Checks that there is a score for each place. */
  public Attention {
    if (!network.isDense()) {
      throw new IllegalArgumentException(
          "network must be pixel or fully_connected, as attention needs a score for each place");
    }
  }

  /** Whose D's variables are. */
  public String owner() {
    return DiscriminatorNetwork.owner(discriminator);
  }

  /**
   * Builds f'; the gradient by f flows through D, too.
   *
   * @param variables D's are shared with what trains it
   * @param features f, [N, h, w, channels]
   */
  public Operand<TFloat32> build(Ops tf, Variables variables, Operand<TFloat32> features) {
    int channels = Math.toIntExact(features.shape().get(3));
    Operand<TFloat32> scores = network.build(tf, variables.of(owner()), features, channels);
    Operand<TFloat32> attention = tf.math.abs(tf.math.tanh(scores));
    return tf.math.add(features, tf.math.mul(attention, features));
  }
}
