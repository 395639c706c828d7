package org.sourcefree.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
 * Adam (Kingma and Ba, ICLR 2015) as PyTorch computes it, without weight decay: m ← β₁·m + (1 −
 * β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − lr/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε), t the steps taken
 * with this one. m, v and t begin at zero.
 *
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε, above 0
 * @param newEachRound whether m, v and t are zero at the beginning of each round, as in DAST's
 *     code, which makes a new optimizer there; carried across if left out
 */
public record Adam(double beta1, double beta2, double epsilon, Optional<Boolean> newEachRound)
    implements Optimizer {
  private static final List<String> MOMENTS = List.of(".first_moment", ".second_moment");
  private static final String STEPS = "adam_steps";
  private static final Shape ONE = Shape.of(1);

  /** Carries its moments across rounds. */
  public Adam(double beta1, double beta2, double epsilon) {
    this(beta1, beta2, epsilon, Optional.empty());
  }

  /** Checks the settings. */
  public Adam {
    checkBeta("beta1", beta1);
    checkBeta("beta2", beta2);
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be positive, got " + epsilon);
    }
  }

  private static void checkBeta(String name, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException("%s must be in [0, 1), got %s".formatted(name, beta));
    }
  }

  /** The numbers of one step, scalars. */
  private record Factors(
      Operand<TFloat32> rate,
      Operand<TFloat32> beta1,
      Operand<TFloat32> beta1Power,
      Operand<TFloat32> beta2,
      Operand<TFloat32> beta2Power,
      Operand<TFloat32> epsilon) {}

  @Override
  public void beginRound(Session session, Variables variables, Predicate<Variable> moved) {
    if (newEachRound.orElse(false)) {
      Set<String> slots = new HashSet<>();
      for (Variable weight : variables.of(Role.WEIGHT)) {
        if (moved.test(weight)) {
          MOMENTS.forEach(suffix -> slots.add(weight.name() + suffix));
          slots.add(Variables.named(weight.owner(), STEPS));
        }
      }
      Sgd.reset(session, variables, slots::contains);
    }
  }

  @Override
  public Op apply(
      Ops tf,
      Variables variables,
      Gradients gradients,
      Operand<TFloat32> learningRate,
      List<? extends Op> before) {
    String owner = gradients.parameters().get(0).variable().owner();
    Variable steps = variables.get(Variables.named(owner, STEPS), ONE, owner, Role.MOMENTUM);
    Operand<TFloat32> taken =
        gradients
            .finite()
            .<Operand<TFloat32>>map(finite -> tf.dtypes.cast(finite, TFloat32.class))
            .orElseGet(() -> tf.constant(1f));
    Operand<TFloat32> next = tf.math.add(steps.value(), taken);
    Factors factors = factors(tf, gradients, learningRate, next);
    List<Operand<TFloat32>> values = new ArrayList<>();
    for (Operand<TFloat32> value : gradients.values()) {
      values.add(orElse(tf, gradients, value, tf.zerosLike(value)));
    }
    Ops gated = Gradients.after(tf, values, before);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Variable weight = gradients.parameters().get(i).variable();
      updates.add(update(gated, variables, weight, values.get(i), factors));
    }
    updates.add(gated.assignVariableOp(steps.handle(), next));
    return tf.withControlDependencies(updates).noOp();
  }

  /** Of a step that is not taken: a rate of 0, and moments that stay. */
  private Factors factors(
      Ops tf, Gradients gradients, Operand<TFloat32> learningRate, Operand<TFloat32> next) {
    Operand<TFloat32> t =
        tf.math.maximum(tf.reshape(next, tf.constant(new int[0])), tf.constant(1f));
    Operand<TFloat32> beta2Power = tf.math.pow(tf.constant((float) beta2), t);
    // TensorFlow adds ε to the √v that is not divided yet.
    Operand<TFloat32> correction = tf.math.sqrt(tf.math.sub(tf.constant(1f), beta2Power));
    return new Factors(
        orElse(tf, gradients, learningRate, tf.constant(0f)),
        orElse(tf, gradients, tf.constant((float) beta1), tf.constant(1f)),
        tf.math.pow(tf.constant((float) beta1), t),
        orElse(tf, gradients, tf.constant((float) beta2), tf.constant(1f)),
        beta2Power,
        tf.math.mul(tf.constant((float) epsilon), correction));
  }

  private static Op update(
      Ops gated,
      Variables variables,
      Variable weight,
      Operand<TFloat32> gradient,
      Factors factors) {
    return gated.train.resourceApplyAdam(
        weight.handle(),
        moment(variables, weight, MOMENTS.get(0)).handle(),
        moment(variables, weight, MOMENTS.get(1)).handle(),
        factors.beta1Power(),
        factors.beta2Power(),
        factors.rate(),
        factors.beta1(),
        factors.beta2(),
        factors.epsilon(),
        gradient);
  }

  private static Variable moment(Variables variables, Variable weight, String suffix) {
    return variables.get(weight.name() + suffix, weight.shape(), weight.owner(), Role.MOMENTUM);
  }

  private static Operand<TFloat32> orElse(
      Ops tf, Gradients gradients, Operand<TFloat32> taken, Operand<TFloat32> otherwise) {
    return gradients
        .finite()
        .<Operand<TFloat32>>map((Operand<TBool> finite) -> tf.select(finite, taken, otherwise))
        .orElse(taken);
  }
}
