package org.sourcefree.training.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.BatchParts;
import org.sourcefree.network.Model;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/** A teacher in a step's graph: its variables, its forward pass and how it follows the network. */
final class AveragedNetwork {
  static final String OWNER = "teacher";

  private final Ops tf;
  private final Variables variables;
  private final Teacher settings;
  private final Operand<TFloat32> logits;

  private AveragedNetwork(Ops tf, Variables variables, Teacher settings, Operand<TFloat32> logits) {
    this.tf = tf;
    this.variables = variables;
    this.settings = settings;
    this.logits = logits;
  }

  /**
   * Builds the forward pass.
   *
   * @param images without the labels
   * @param parts the places that share the batch's statistics, if there are several
   */
  static AveragedNetwork build(
      Ops tf,
      Variables variables,
      Model model,
      Teacher settings,
      PlainBatch images,
      Optional<BatchParts> parts) {
    // The batch's statistics move no averages: nothing runs the updates that the pass offers.
    Normalisation normalisation =
        settings.statistics() == Teacher.Statistics.BATCH
            ? new Normalisation(true, tf.constant(0f), List.of(), parts)
            : Normalisation.running(tf);
    Network network =
        model
            .network()
            .build(tf, variables.of(OWNER), images.inputs(), model.classes().size(), normalisation);
    return of(tf, variables, settings, Network.upsample(tf, network.logits(), images.size()));
  }

  /** A teacher of all the network's variables with given class scores, [N, H, W, C]. */
  static AveragedNetwork of(
      Ops tf, Variables variables, Teacher settings, Operand<TFloat32> logits) {
    return new AveragedNetwork(tf, variables, settings, tf.stopGradient(logits));
  }

  /** Class scores at input resolution, [N, H, W, C], without a gradient. */
  Operand<TFloat32> logits() {
    return logits;
  }

  /** Builds the copy of the network. */
  Op copy() {
    return each(tf, (own, network) -> network);
  }

  /**
   * Builds the averaging after a step.
   *
   * @param moved done when the network has moved
   * @param step counted from 0, scalar
   */
  Op follow(Op moved, Operand<TInt64> step) {
    Ops after = tf.withControlDependencies(moved);
    Operand<TFloat64> decay = decay(step);
    Operand<TFloat32> kept = tf.dtypes.cast(decay, TFloat32.class);
    Operand<TFloat32> taken = tf.dtypes.cast(tf.math.sub(tf.constant(1.0), decay), TFloat32.class);
    return each(
        after, (own, network) -> tf.math.add(tf.math.mul(kept, own), tf.math.mul(taken, network)));
  }

  /** d of a step; 1 where the teacher rests. */
  private Operand<TFloat64> decay(Operand<TInt64> step) {
    Operand<TInt64> next = tf.math.add(step, tf.constant(1L));
    Operand<TInt64> interval = tf.constant((long) settings.interval());
    Operand<TFloat64> times = tf.dtypes.cast(tf.math.floorDiv(next, interval), TFloat64.class);
    Operand<TFloat64> most = tf.constant(settings.decay());
    Operand<TFloat64> decay =
        settings.ramp()
            ? tf.math.minimum(
                tf.math.sub(
                    tf.constant(1.0),
                    tf.math.div(tf.constant(1.0), tf.math.maximum(times, tf.constant(1.0)))),
                most)
            : most;
    return tf.select(
        tf.math.equal(tf.math.floorMod(next, interval), tf.constant(0L)), decay, tf.constant(1.0));
  }

  private interface Update {
    /** A weight's new value from its own and the network's. */
    Operand<TFloat32> of(Operand<TFloat32> own, Operand<TFloat32> network);
  }

  /** Assigns every weight, and copies the running averages. */
  private Op each(Ops reading, Update update) {
    List<Op> assigned = new ArrayList<>();
    for (Variable network : variables.all()) {
      boolean weight = network.role() == Role.WEIGHT;
      if (network.owner().equals(Variables.NETWORK) && (weight || network.role() == Role.AVERAGE)) {
        Variable own = variables.of(OWNER).get(network.name(), network.shape(), network.role());
        Operand<TFloat32> value = reading.readVariableOp(network.handle(), TFloat32.class);
        Operand<TFloat32> present = reading.readVariableOp(own.handle(), TFloat32.class);
        assigned.add(tf.assignVariableOp(own.handle(), weight ? update.of(present, value) : value));
      }
    }
    return tf.withControlDependencies(assigned).noOp();
  }

  /** Runs an operation that assigns. */
  static void run(Session session, Op assignment) {
    session.runner().addTarget(assignment).run().close();
  }
}
