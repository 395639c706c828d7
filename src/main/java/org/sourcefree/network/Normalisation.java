package org.sourcefree.network;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What batch norm normalises with in one forward pass.
 *
 * @param batchStatistics the batch's own statistics rather than the running averages
 * @param momentum weight of the batch in the running averages, scalar in [0, 1]; read only with
 *     batch statistics
 * @param before updates of the same averages by other passes of the same step, which come first
 * @param parts the places that compute a batch's parts and share its statistics; empty for one
 */
public record Normalisation(
    boolean batchStatistics,
    Operand<TFloat32> momentum,
    List<Op> before,
    Optional<BatchParts> parts) {

  /** Copies the list. */
  public Normalisation {
    before = List.copyOf(before);
  }

  /** Of a batch that is computed in one place. */
  public Normalisation(boolean batchStatistics, Operand<TFloat32> momentum, List<Op> before) {
    this(batchStatistics, momentum, before, Optional.empty());
  }

  /** With the running averages, which stay as they are. */
  public static Normalisation running(Ops tf) {
    return new Normalisation(false, tf.constant(0f), List.of());
  }

  /** With the batch's own statistics, which move the running averages. */
  public static Normalisation batch(Operand<TFloat32> momentum) {
    return new Normalisation(true, momentum, List.of());
  }
}
