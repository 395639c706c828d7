package org.sourcefree.network;

import java.util.List;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A network that can be built into a graph as often as needed, on shared variables. */
public interface Architecture {

  /**
   * Builds the network; variables that exist already are shared.
   *
   * @param inputs preprocessed images, [N, H, W, 3]
   * @param classes C
   * @param normalisation what batch norm normalises with
   */
  Network build(
      Ops tf,
      Variables variables,
      Operand<TFloat32> inputs,
      int classes,
      Normalisation normalisation);

  /**
   * The same network with further heads, each on a stage of it; those that it has stay as they are.
   *
   * @throws InvalidInputException if it has no stages that are known
   */
  default Architecture with(List<Head> heads) {
    if (!heads.isEmpty()) {
      throw new InvalidInputException(
          "heads must be of a network that sourcefree builds, this one is another program's");
    }
    return this;
  }

  /** What the names of a head's variables begin with; the network's own head is main. */
  default String prefix(String head) {
    throw new IllegalStateException("this network has no head named " + head);
  }

  /** Whether training changes the variable of this name. */
  boolean isTrained(String name, BatchNorm.ScaleAndShift scaleAndShift);

  /** Whether the variable of this name belongs to the head. */
  boolean isHead(String name);

  /**
   * Checks that it can be trained with such batch norm; ours always can.
   *
   * @throws InvalidInputException if not
   */
  default void requireTrainable(BatchNorm batchNorm) {}

  /**
   * Checks that the network's settings do not ask for more memory than any image is worth.
   *
   * @param classes C
   * @throws InvalidInputException if they do
   */
  default void requireModest(int classes) {}
}
