package org.sourcefree.torch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.StateDictWriter.Tensor;

/** Writes a network's weights as a state dict that PyTorch loads with strict=True. */
public final class StateDictExport {
  private static final String VARIANCE = ".running_var";
  private static final String COUNTER = ".num_batches_tracked";

  private StateDictExport() {}

  /**
   * Writes with the keys of the field's code, which are the variables' names but for a second head
   * on stage 3: {@code layer5} is that one then, and {@code layer6} the network's own, as
   * AdaptSegNet has them.
   *
   * @param variables the network's, in the order of their creation, which is PyTorch's
   * @param weights variable → row-major values in TensorFlow's layout
   */
  public static void write(
      Path file, DeepLabV2 network, List<Variable> variables, Map<String, float[]> weights) {
    write(file, variables, weights, name -> Heads.key(network, name));
  }

  /** Writes with the variables' own names. */
  public static void write(Path file, List<Variable> variables, Map<String, float[]> weights) {
    write(file, variables, weights, name -> name);
  }

  private static void write(
      Path file,
      List<Variable> variables,
      Map<String, float[]> weights,
      UnaryOperator<String> keys) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Variable variable : variables) {
      String name = variable.name();
      float[] values = Objects.requireNonNull(weights.get(name), name);
      tensors.put(
          keys.apply(name),
          Tensor.floats(
              AxisOrder.torchShape(variable.shape()), AxisOrder.toTorch(values, variable.shape())));
      if (name.endsWith(VARIANCE)) {
        // PyTorch counts batches beside each variance; nothing here or there reads the count.
        String layer = name.substring(0, name.length() - VARIANCE.length());
        tensors.put(layer + COUNTER, Tensor.zero());
      }
    }
    StateDictWriter.write(file, tensors);
  }
}
