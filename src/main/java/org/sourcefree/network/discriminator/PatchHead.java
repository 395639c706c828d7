package org.sourcefree.network.discriminator;

import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Names the kind of every patch from the mean of what is predicted in it: two fully connected
 * layers on each patch's channels, leaky ReLU of slope 0.2 between them.
 *
 * @param width channels between them
 * @param kinds K
 */
public record PatchHead(int width, int kinds) {

  /**
   * Builds the head; variables that exist already are shared.
   *
   * @param variables of its own
   * @param means [N, U, V, channels]
   * @return class scores, [N, U, V, K]
   */
  public Operand<TFloat32> build(
      Ops tf, Variables variables, Operand<TFloat32> means, int channels) {
    Layer first = new Layer("conv1", 1, 1, 0, channels, width);
    Layer last = new Layer("classifier", 1, 1, 0, width, kinds);
    return last.build(tf, variables, Layer.leaky(tf, first.build(tf, variables, means)));
  }
}
