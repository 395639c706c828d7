package org.sourcefree.network.foreign;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Builds operations from their serialised form, on inputs of one's own choice. */
public final class Replay {
  private Replay() {}

  /**
   * Builds a node's operation; what it waits for is left out.
   *
   * @param inputs in place of the node's own, in their order
   * @throws IllegalArgumentException if TensorFlow does not know it or the inputs do not fit
   */
  public static Operation build(Scope scope, NodeDef node, List<Output<?>> inputs) {
    OpDef definition =
        OpDefinitions.find(node.getOp())
            .orElseThrow(
                () ->
                    new IllegalArgumentException("TensorFlow knows no operation " + node.getOp()));
    OperationBuilder builder = scope.opBuilder(node.getOp(), node.getOp());
    Set<String> inferred = new HashSet<>();
    int next = 0;
    for (OpDef.ArgDef argument : definition.getInputArgList()) {
      inferred.add(argument.getTypeAttr());
      inferred.add(argument.getNumberAttr());
      inferred.add(argument.getTypeListAttr());
      int count = count(node, argument);
      if (count < 0) {
        builder.addInput(inputs.get(next++));
      } else {
        builder.addInputList(inputs.subList(next, next + count).toArray(Output<?>[]::new));
        next += count;
      }
    }
    for (OpDef.AttrDef attribute : definition.getAttrList()) {
      String name = attribute.getName();
      if (!inferred.contains(name) && node.containsAttr(name)) {
        builder.setAttr(name, node.getAttrOrThrow(name));
      }
    }
    return builder.build();
  }

  /** Tensors of a list argument, −1 for a single tensor. */
  private static int count(NodeDef node, OpDef.ArgDef argument) {
    if (!argument.getNumberAttr().isEmpty()) {
      return (int) node.getAttrOrThrow(argument.getNumberAttr()).getI();
    } else if (!argument.getTypeListAttr().isEmpty()) {
      return node.getAttrOrThrow(argument.getTypeListAttr()).getList().getTypeCount();
    }
    return -1;
  }
}
