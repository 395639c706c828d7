package org.sourcefree.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Faults;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Values of variables read from a TensorFlow checkpoint. */
public final class Weights {
  private Weights() {}

  /**
   * Reads the named variables.
   *
   * @param prefix of the checkpoint's files
   * @param variables what to read
   * @return name to row-major values
   * @throws InvalidInputException if the checkpoint cannot be read, lacks one or holds another
   *     shape
   */
  public static Map<String, float[]> read(Path prefix, List<Variable> variables) {
    String[] names = variables.stream().map(Variable::name).toArray(String[]::new);
    String[] whole = variables.stream().map(variable -> "").toArray(String[]::new);
    List<Class<? extends TType>> types = types(prefix, variables);
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TString> prefixTensor = tf.constant(prefix.toString());
      Session.Runner runner = session.runner();
      tf.train
          .restore(
              prefixTensor,
              tf.constant(NdArrays.vectorOfObjects(names)),
              tf.constant(NdArrays.vectorOfObjects(whole)),
              types)
          .tensors()
          .forEach(value -> runner.fetch(tf.dtypes.cast(value, TFloat32.class)));
      try (Result result = runner.run()) {
        return arrays(prefix, variables, result);
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // Some of TensorFlow's exceptions are IllegalArgumentException and its like.
      throw new InvalidInputException(
          "weights must hold every variable of the network, could not read them: %s (%s)"
              .formatted(Faults.sentence(e), prefix),
          e);
    }
  }

  /** As they are kept; what is missing or cannot be read is left to the reading to refuse. */
  private static List<Class<? extends TType>> types(Path prefix, List<Variable> variables) {
    Map<String, Bundle.Stored> stored = Bundle.open(prefix).tensors();
    List<Class<? extends TType>> types = new ArrayList<>();
    for (Variable variable : variables) {
      types.add(
          Optional.ofNullable(stored.get(variable.name()))
              .filter(Bundle.Stored::isNumeric)
              .flatMap(Bundle.Stored::readable)
              .orElse(TFloat32.class));
    }
    return types;
  }

  private static Map<String, float[]> arrays(Path prefix, List<Variable> variables, Result result) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      TFloat32 tensor = (TFloat32) result.get(i);
      if (!tensor.shape().equals(variable.shape())) {
        throw new InvalidInputException(
            "%s must have shape %s, got %s (%s)"
                .formatted(variable.name(), variable.shape(), tensor.shape(), prefix));
      }
      values.put(variable.name(), Tensors.array(tensor));
    }
    return values;
  }
}
