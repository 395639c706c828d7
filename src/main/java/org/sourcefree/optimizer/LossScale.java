package org.sourcefree.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Dynamic loss scaling, Micikevicius et al. 2018: the loss is multiplied so that small gradients do
 * not vanish in float16, and the gradients divided again. A step whose gradients are not finite
 * changes nothing but the scale, which is halved; after {@value #GROWTH_INTERVAL} finite steps in a
 * row it is doubled.
 */
public final class LossScale {
  /** Before the first step; TensorFlow's LossScaleOptimizer begins with it too. */
  public static final float INITIAL = 1 << 15;

  /** Finite steps before the scale is doubled. */
  public static final int GROWTH_INTERVAL = 2000;

  private static final String SCALE = "loss_scale";
  private static final String STEPS = "loss_scale.finite_steps";
  private static final Shape ONE = Shape.of(1);

  private final Ops tf;
  private final Variable scale;
  private final Variable steps;

  /** Adds the scale's variables; they are saved with the others. */
  public LossScale(Ops tf, Variables variables) {
    this.tf = tf;
    this.scale = variables.get(SCALE, ONE, Variables.NETWORK, Role.LOSS_SCALE);
    this.steps = variables.get(STEPS, ONE, Variables.NETWORK, Role.LOSS_SCALE);
  }

  /** Sets a scale as it is before the first step; nothing where there is none. */
  public static void reset(Session session, Variables variables) {
    reset(session, variables, INITIAL);
  }

  static void reset(Session session, Variables variables, float initial) {
    if (!variables.of(Role.LOSS_SCALE).isEmpty()) {
      variables.assign(session, Map.of(SCALE, new float[] {initial}, STEPS, new float[1]));
    }
  }

  /** The loss, a scalar, times the scale. */
  public Operand<TFloat32> scaled(Operand<TFloat32> loss) {
    return tf.math.mul(loss, value());
  }

  /**
   * The gradients of losses from those of the scaled ones, and whether all of all losses are
   * finite.
   */
  public List<Gradients> unscaled(List<Gradients> ofLosses) {
    List<List<Operand<TFloat32>>> values = new ArrayList<>();
    List<Operand<TBool>> finite = new ArrayList<>();
    for (Gradients gradients : ofLosses) {
      List<Operand<TFloat32>> own = new ArrayList<>();
      for (Operand<TFloat32> gradient : gradients.values()) {
        own.add(tf.math.div(gradient, value()));
        finite.add(all(tf.reshape(tf.math.isFinite(gradient), tf.constant(new int[] {-1}))));
      }
      values.add(own);
    }
    Optional<Operand<TBool>> allFinite = Optional.of(all(tf.stack(finite)));
    List<Gradients> unscaled = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      unscaled.add(new Gradients(ofLosses.get(i).parameters(), values.get(i), allFinite));
    }
    return unscaled;
  }

  /**
   * The scale for the next step.
   *
   * @param finite whether this step's gradients are
   */
  public Op update(Operand<TBool> finite) {
    Operand<TFloat32> one = tf.constant(new float[] {1});
    Operand<TFloat32> two = tf.constant(new float[] {2});
    Operand<TFloat32> zero = tf.constant(new float[] {0});
    Operand<TFloat32> counted = tf.math.add(steps.value(), one);
    Operand<TBool> enough =
        tf.math.greaterEqual(counted, tf.constant(new float[] {GROWTH_INTERVAL}));
    Operand<TFloat32> grown = tf.select(enough, tf.math.mul(scale.value(), two), scale.value());
    Operand<TFloat32> kept = tf.select(enough, zero, counted);
    Operand<TFloat32> halved = tf.math.maximum(tf.math.div(scale.value(), two), one);
    return tf.withControlDependencies(
            List.of(
                tf.assignVariableOp(scale.handle(), tf.select(finite, grown, halved)),
                tf.assignVariableOp(steps.handle(), tf.select(finite, kept, zero))))
        .noOp();
  }

  private Operand<TFloat32> value() {
    return tf.reshape(scale.value(), tf.constant(new int[0]));
  }

  private Operand<TBool> all(Operand<TBool> values) {
    return tf.all(values, tf.constant(0));
  }
}
