package org.sourcefree.network;

import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.discriminator.Attention;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
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
   * Builds the network as images go through it in a step; only one whose stages are known has a
   * place for a bottleneck.
   */
  default Network build(
      Ops tf,
      Variables variables,
      Operand<TFloat32> inputs,
      int classes,
      Normalisation normalisation,
      Passage passage) {
    if (passage.bottleneck().isPresent()) {
      throw new IllegalArgumentException("this network has no place for a bottleneck");
    }
    return build(tf, variables, inputs, classes, normalisation);
  }

  /**
   * The same network with more; heads and attention that it has stay as they are.
   *
   * @throws InvalidInputException if it has no stages that are known, or too few blocks
   */
  default Architecture with(Additions added) {
    if (!added.isEmpty()) {
      throw new InvalidInputException(
          "heads and attention must be of a network that sourcefree builds, this one is another program's");
    }
    return this;
  }

  /**
   * Checks that it has nothing of the kind yet.
   *
   * @throws InvalidInputException if it has
   */
  default void requireNew(Additions added) {}

  /** The attention before the last block, if there is one. */
  default Optional<Attention> attention() {
    return Optional.empty();
  }

  /** Whether the variable of this name came with what was added. */
  default boolean isAdded(String name, Additions added) {
    return false;
  }

  /**
   * Values with which a variable that was added changes no prediction.
   *
   * @return row-major values of the shape
   */
  default float[] neutral(String name, Shape shape) {
    return new float[Math.toIntExact(shape.size())];
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
