package org.sourcefree.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
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
}
