package org.sourcefree.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * What a value has a gradient by: all that it is computed from, but for what stands behind a
 * stopped gradient, and for what only gave a whole number, such as a size.
 */
public final class Reach {
  private static final String STOP = "StopGradient";
  private static final Set<DataType> FLOATING =
      Set.of(DataType.DT_FLOAT, DataType.DT_DOUBLE, DataType.DT_HALF, DataType.DT_BFLOAT16);

  private final Set<String> outputs;

  private Reach(Set<String> outputs) {
    this.outputs = outputs;
  }

  /** Follows a value of a graph to its beginnings. */
  public static Reach of(Operand<?> value) {
    Set<String> outputs = new HashSet<>();
    Set<String> operations = new HashSet<>();
    Deque<Output<?>> open = new ArrayDeque<>();
    open.push(value.asOutput());
    while (!open.isEmpty()) {
      Output<?> output = open.pop();
      if (!FLOATING.contains(output.dataType())) {
        continue;
      }
      outputs.add(name(output));
      GraphOperation operation = (GraphOperation) output.op();
      if (!operation.type().equals(STOP) && operations.add(operation.name())) {
        for (int i = 0; i < operation.numInputs(); i++) {
          open.push(operation.input(i));
        }
      }
    }
    return new Reach(outputs);
  }

  /** Whether the value has a gradient by another of the same graph. */
  public boolean includes(Operand<?> other) {
    return outputs.contains(name(other.asOutput()));
  }

  private static String name(Output<?> output) {
    return output.op().name() + ":" + output.index();
  }
}
