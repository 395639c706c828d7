package org.sourcefree.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sourcefree.config.Limit;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Stochastic gradient descent with momentum and coupled weight decay, as PyTorch computes it: v ←
 * m·v + g + d·w; w ← w − lr·v.
 *
 * @param momentum m, in [0, 1)
 * @param weightDecay d, at least 0, on every trained parameter
 * @param headMultiplier factor on the learning rate of the head's parameters, above 0
 * @param gradientNormLimit the gradients are scaled down to this global L2 norm when they exceed
 *     it; none for no limit
 * @param newEachRound whether v is zero at the beginning of each round, as by the authors' code,
 *     which makes a new optimizer there; carried across if left out
 */
public record Sgd(
    double momentum,
    double weightDecay,
    double headMultiplier,
    Limit gradientNormLimit,
    Optional<Boolean> newEachRound)
    implements Optimizer {
  private static final String SLOT_SUFFIX = ".momentum";

  /** Checks the settings. */
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum);
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight_decay must be at least 0, got " + weightDecay);
    }
    if (!(headMultiplier > 0 && headMultiplier < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("head_multiplier must be positive, got " + headMultiplier);
    }
    if (!(gradientNormLimit.value() > 0)) {
      throw new IllegalArgumentException(
          "gradient_norm_limit must be positive, got " + gradientNormLimit);
    }
  }

  /** Carries momentum across rounds; the limit may be infinite, which is none. */
  public Sgd(double momentum, double weightDecay, double headMultiplier, double limit) {
    this(momentum, weightDecay, headMultiplier, new Limit(limit), Optional.empty());
  }

  /** Sets every momentum to zero, as it is before the first step. */
  public static void reset(Session session, Variables variables) {
    reset(session, variables, slot -> true);
  }

  /** Sets the momenta of these names to zero. */
  static void reset(Session session, Variables variables, Predicate<String> slots) {
    Map<String, float[]> zeros = new LinkedHashMap<>();
    for (Variable variable : variables.of(Role.MOMENTUM)) {
      if (slots.test(variable.name())) {
        zeros.put(variable.name(), new float[Math.toIntExact(variable.shape().size())]);
      }
    }
    variables.assign(session, zeros);
  }

  @Override
  public void beginRound(Session session, Variables variables, Predicate<Variable> moved) {
    if (newEachRound.orElse(false)) {
      Set<String> slots =
          variables.of(Role.WEIGHT).stream()
              .filter(moved)
              .map(weight -> weight.name() + SLOT_SUFFIX)
              .collect(Collectors.toSet());
      reset(session, variables, slots::contains);
    }
  }

  @Override
  public Op apply(
      Ops tf,
      Variables variables,
      Gradients gradients,
      Operand<TFloat32> learningRate,
      List<? extends Op> before) {
    List<Operand<TFloat32>> decayed = decayed(tf, gradients);
    Operand<TFloat32> rate =
        gradients.finite().map(taken -> orZero(tf, taken, learningRate)).orElse(learningRate);
    Operand<TFloat32> decayOfMomentum = tf.constant((float) momentum);
    Operand<TFloat32> kept =
        gradients
            .finite()
            .<Operand<TFloat32>>map(taken -> tf.select(taken, decayOfMomentum, tf.constant(1f)))
            .orElse(decayOfMomentum);
    Ops gated = Gradients.after(tf, decayed, before);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < decayed.size(); i++) {
      Parameter parameter = gradients.parameters().get(i);
      float multiplier = parameter.head() ? (float) headMultiplier : 1f;
      updates.add(
          gated.train.resourceApplyMomentum(
              parameter.variable().handle(),
              momentumOf(variables, parameter.variable()).handle(),
              tf.math.mul(rate, tf.constant(multiplier)),
              decayed.get(i),
              kept));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private static Variable momentumOf(Variables variables, Variable weight) {
    return variables.get(
        weight.name() + SLOT_SUFFIX, weight.shape(), weight.owner(), Role.MOMENTUM);
  }

  /** The gradients, limited, with the weights' decay; zero where the step is not taken. */
  private List<Operand<TFloat32>> decayed(Ops tf, Gradients gradients) {
    List<Operand<TFloat32>> decayed = new ArrayList<>();
    List<Operand<TFloat32>> limited = limited(tf, gradients.values());
    for (int i = 0; i < limited.size(); i++) {
      // With its gradient, or every weight's decay would be made, and kept, from the start.
      Ops late = tf.withControlDependencies(limited.get(i));
      Operand<TFloat32> weight = gradients.parameters().get(i).variable().value();
      Operand<TFloat32> decay = late.math.mul(weight, tf.constant((float) weightDecay));
      Operand<TFloat32> added = tf.math.add(limited.get(i), decay);
      decayed.add(gradients.finite().map(taken -> orZero(tf, taken, added)).orElse(added));
    }
    return decayed;
  }

  /** The value, or zeros where the step is not taken. */
  private static Operand<TFloat32> orZero(Ops tf, Operand<TBool> taken, Operand<TFloat32> value) {
    return tf.select(taken, value, tf.zerosLike(value));
  }

  private List<Operand<TFloat32>> limited(Ops tf, List<Operand<TFloat32>> gradients) {
    if (gradientNormLimit.isNone()) {
      return gradients;
    }
    List<Operand<TFloat32>> squares = new ArrayList<>();
    gradients.forEach(gradient -> squares.add(tf.nn.l2Loss(gradient)));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(squares)));
    Operand<TFloat32> limit = tf.constant((float) gradientNormLimit.value());
    Operand<TFloat32> scale = tf.math.div(limit, tf.math.maximum(norm, limit));
    List<Operand<TFloat32>> scaled = new ArrayList<>();
    gradients.forEach(gradient -> scaled.add(tf.math.mul(gradient, scale)));
    return scaled;
  }
}
