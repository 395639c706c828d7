package org.sourcefree.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Reach;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * The gradient of a loss by each parameter.
 *
 * @param parameters what the loss was differentiated by
 * @param values in the parameters' order
 * @param finite scalar, where it is false the step changes neither weights nor momentum; always
 *     true if absent
 */
public record Gradients(
    List<Parameter> parameters, List<Operand<TFloat32>> values, Optional<Operand<TBool>> finite) {

  /** Copies the lists. */
  public Gradients {
    parameters = List.copyOf(parameters);
    values = List.copyOf(values);
    if (parameters.size() != values.size()) {
      throw new IllegalArgumentException(
          "there must be a gradient for each of %d parameters, got %d"
              .formatted(parameters.size(), values.size()));
    }
  }

  /** Gradients that are always applied. */
  public Gradients(List<Parameter> parameters, List<Operand<TFloat32>> values) {
    this(parameters, values, Optional.empty());
  }

  /** Builds the gradients of a loss, a scalar. */
  public static Gradients of(Graph graph, Operand<TFloat32> loss, List<Parameter> parameters) {
    Output<?>[] variables =
        parameters.stream()
            .map(parameter -> parameter.variable().value().asOutput())
            .toArray(Output<?>[]::new);
    List<Operand<TFloat32>> values = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(loss.asOutput(), variables)) {
      values.add(gradient.expect(TFloat32.class));
    }
    return new Gradients(parameters, values);
  }

  /**
   * Builds the gradients of a loss by those parameters that it is computed from; by any other it
   * has none.
   */
  public static Gradients ofReached(
      Graph graph, Operand<TFloat32> loss, List<Parameter> parameters) {
    Reach reach = Reach.of(loss);
    return of(
        graph,
        loss,
        parameters.stream()
            .filter(parameter -> reach.includes(parameter.variable().value()))
            .toList());
  }

  /**
   * Builds the gradients of the sum of losses.
   *
   * @param ofLosses of each, by any of the parameters
   * @param parameters each that of at least one loss
   */
  public static Gradients sum(Ops tf, List<Gradients> ofLosses, List<Parameter> parameters) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    for (Parameter parameter : parameters) {
      sums.add(
          ofLosses.stream()
              .flatMap(each -> each.by(parameter).stream())
              .reduce(tf.math::add)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "every parameter must have a part in some loss, found none for "
                              + parameter.variable().name())));
    }
    return new Gradients(parameters, sums);
  }

  /**
   * For building what changes weights: none may change before every gradient has been computed from
   * the old ones.
   *
   * @param computed from the old weights
   * @param before what else has to be done
   */
  static Ops after(Ops tf, List<? extends Op> computed, List<? extends Op> before) {
    List<Op> done = new ArrayList<>(computed);
    done.addAll(before);
    return tf.withControlDependencies(tf.withControlDependencies(done).noOp());
  }

  private Optional<Operand<TFloat32>> by(Parameter parameter) {
    int index = parameters.indexOf(parameter);
    return index < 0 ? Optional.empty() : Optional.of(values.get(index));
  }
}
