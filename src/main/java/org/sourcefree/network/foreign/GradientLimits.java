package org.sourcefree.network.foreign;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.graph.GraphNodes;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * What of a graph cannot be rebuilt, or has no right gradient in TensorFlow Java; the reasons are
 * measured ones.
 */
public final class GradientLimits {
  private static final Set<String> CONTROL_FLOW =
      Set.of(
          "Switch",
          "Merge",
          "Enter",
          "Exit",
          "NextIteration",
          "LoopCond",
          "If",
          "StatelessIf",
          "While",
          "StatelessWhile",
          "Case");
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final Set<String> WEIGHTS =
      Set.of("VarHandleOp", "ReadVariableOp", "VariableV2", "Variable");
  private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", "DepthwiseConv2dNative");

  private GradientLimits() {}

  /** Why a node cannot be rebuilt, empty if it can. */
  public static Optional<String> ofRebuilding(NodeDef node) {
    if (CONTROL_FLOW.contains(node.getOp())) {
      return Optional.of("is control flow (%s)".formatted(node.getOp()));
    } else if (CALLS.contains(node.getOp())) {
      return Optional.of("calls a function (%s)".formatted(node.getOp()));
    } else if (GraphNodes.text(node, "data_format").startsWith("NC")) {
      return Optional.of("has its channels first (NCHW)");
    } else if (!WEIGHTS.contains(node.getOp()) && isStateful(node)) {
      return Optional.of(
          "draws at random or keeps a state (%s), so that no run would be like another"
              .formatted(node.getOp()));
    }
    return Optional.empty();
  }

  /** Why no right gradient leads through a node, empty if one does. */
  public static Optional<String> ofTraining(NodeDef node) {
    if (GraphNodes.text(node, "padding").equals("EXPLICIT")) {
      return Optional.of("pads explicitly, through which no gradient leads");
    } else if (CONVOLUTIONS.contains(node.getOp()) && isDilated(node) && !isRoutable(node)) {
      return Optional.of(
          "is dilated (%s) and not a Conv2D of stride 1 with SAME padding, so that its gradient would be wrong"
              .formatted(node.getOp()));
    } else if (!tensorflow.TFJ_HasGradient(node.getOp())) {
      return Optional.of("has no gradient (%s)".formatted(node.getOp()));
    }
    return Optional.empty();
  }

  /** Whether a convolution leaves gaps between its taps. */
  public static boolean isDilated(NodeDef node) {
    return GraphNodes.numbers(node, "dilations").stream().anyMatch(dilation -> dilation != 1);
  }

  private static boolean isStateful(NodeDef node) {
    return OpDefinitions.find(node.getOp()).filter(OpDef::getIsStateful).isPresent();
  }

  private static boolean isRoutable(NodeDef node) {
    List<Long> dilations = GraphNodes.numbers(node, "dilations");
    return node.getOp().equals("Conv2D")
        && GraphNodes.text(node, "padding").equals("SAME")
        && dilations.get(1).equals(dilations.get(2))
        && GraphNodes.numbers(node, "strides").stream().allMatch(stride -> stride == 1);
  }
}
