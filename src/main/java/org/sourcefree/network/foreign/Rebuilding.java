package org.sourcefree.network.foreign;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** What is asked of every node of a network that another program wrote, wherever it comes from. */
final class Rebuilding {
  private Rebuilding() {}

  /** The names of a graph's functions. */
  static Set<String> functions(GraphDef graph) {
    return graph.getLibrary().getFunctionList().stream()
        .map(function -> function.getSignature().getName())
        .collect(Collectors.toSet());
  }

  /**
   * Checks a network in the form that {@link ForeignNetwork} builds.
   *
   * @throws InvalidInputException naming the first node that cannot be rebuilt
   */
  static void require(GraphDef network) {
    Set<String> functions = functions(network);
    network.getNodeList().stream()
        .filter(node -> !isInput(node))
        .forEach(node -> require(node, functions, false));
  }

  private static boolean isInput(NodeDef node) {
    return node.getOp().equals("Placeholder") && node.getName().equals(ForeignNetwork.INPUT);
  }

  /**
   * Checks a node between a network's input and its logits.
   *
   * @param functions names of the graph's functions
   * @param beforeInput whether the network's input is computed from it, too
   * @throws InvalidInputException if it cannot be rebuilt
   */
  static void require(NodeDef node, Set<String> functions, boolean beforeInput) {
    Optional<String> reason = GradientLimits.ofRebuilding(node);
    if (functions.contains(node.getOp())) {
      reason = Optional.of("calls a function (%s)".formatted(node.getOp()));
    } else if (node.getOp().equals("Placeholder")) {
      reason =
          Optional.of(
              beforeInput
                  ? "is read besides model.graph.input, which is computed from it; if a resize takes its size from there, name a tensor before the resize as model.graph.logits"
                  : "is an input besides model.graph.input");
    }
    if (reason.isPresent()) {
      throw new InvalidInputException(
          "the graph between input and logits must be flat, NHWC, deterministic and complete, the node %s %s"
              .formatted(node.getName(), reason.get()));
    }
  }
}
