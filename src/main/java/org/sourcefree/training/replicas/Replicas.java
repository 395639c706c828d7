package org.sourcefree.training.replicas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Share;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchParts;
import org.sourcefree.objective.Part;
import org.sourcefree.optimizer.Gradients;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * The machines that take a step together, each on batches of its own. Numerators and denominators
 * are added before a mean is taken, gradients before anything moves; so all move as one machine
 * would on all batches together.
 */
public interface Replicas {
  /** One machine, whose sums are its own values. */
  Replicas ONE = new Replicas() {};

  /**
   * Builds the sum of all machines' parts; only this machine's own numerator carries a gradient.
   */
  default Part sum(Ops tf, Part part) {
    return part;
  }

  /** Builds the sum of all machines' gradients. */
  default Gradients sum(Ops tf, Gradients gradients) {
    return gradients;
  }

  /** Builds what is made of all machines' images together, of which each keeps its own part. */
  default Labelled ofAll(Ops tf, Labelled own, UnaryOperator<Labelled> made) {
    return made.apply(own);
  }

  /**
   * Builds the mean over all machines' images and pixels, without a gradient, [C].
   *
   * @param maps [N, H, W, C]
   */
  default Operand<TFloat32> mean(Ops tf, Operand<TFloat32> maps) {
    return tf.math.mean(maps, tf.constant(new int[] {0, 1, 2}));
  }

  /** How all machines find a batch's statistics together; empty if each has its own. */
  default Optional<BatchParts> batchParts(BatchNorm batchNorm) {
    return Optional.empty();
  }

  /** What of every batch this machine takes. */
  default Share share() {
    return Share.ALL;
  }

  /** A part of a batch, computed without a move. */
  interface Partial {
    /**
     * A run with the part's images and labels fed.
     *
     * @param movesAverages whether its gradients are wanted, and batch norm's running averages
     *     follow it
     * @param fed gets what the caller closes
     */
    Session.Runner begin(Map<String, Batch> part, boolean movesAverages, List<TType> fed);
  }

  /**
   * Computes what comes before the last part of a batch.
   *
   * @param last gets what the last part needs of the others
   * @param fed gets what the caller closes
   * @return the last part; all where a batch is computed at once
   */
  default Map<String, Batch> allButLast(
      Partial partial, Map<String, Batch> batches, Session.Runner last, List<TType> fed) {
    return batches;
  }

  /**
   * Called before the first step of a round that this machine takes.
   *
   * @param step counted from 0
   */
  default void beginRound(int round, long step) {}

  /** Called before every step. */
  default void beginStep(long step, double rateFactor) {}
}
