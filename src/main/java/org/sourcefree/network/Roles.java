package org.sourcefree.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.tensorflow.proto.NodeDef;

/** What the weights of a graph are for, by the input that they feed. */
final class Roles {
  private static final Set<String> PASSING = Set.of("Identity", "ReadVariableOp");
  private static final Set<String> LEAVES =
      Set.of("Const", "VarHandleOp", "VariableV2", "Variable");
  private static final List<Role> NORM = List.of(Role.SCALE, Role.SHIFT, Role.MEAN, Role.VARIANCE);

  private final GraphNodes nodes;
  private final Map<String, Role> roles = new LinkedHashMap<>();

  /** The part that a weight plays. */
  enum Role {
    KERNEL,
    BIAS,
    SCALE,
    SHIFT,
    MEAN,
    VARIANCE
  }

  /**
   * The roles in a graph.
   *
   * @param network the nodes that belong to the network
   * @throws InvalidInputException if a weight has two, or a batch norm's is not a plain weight
   */
  Roles(GraphNodes nodes, Iterable<NodeDef> network) {
    this.nodes = nodes;
    network.forEach(this::read);
  }

  /** The role of a constant or variable, empty for one that feeds no such input. */
  Optional<Role> of(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  /** The constant or variable that a tensor is the value of. */
  Optional<NodeDef> leaf(TensorName tensor) {
    Optional<NodeDef> node = nodes.find(tensor.node());
    while (node.isPresent() && PASSING.contains(node.get().getOp())) {
      node = nodes.find(GraphNodes.inputs(node.get()).get(0).node());
    }
    return node.filter(found -> LEAVES.contains(found.getOp()));
  }

  /** Whether a node is batch normalisation. */
  static boolean isBatchNorm(NodeDef node) {
    return node.getOp().matches("FusedBatchNorm(V2|V3)?");
  }

  private void read(NodeDef node) {
    List<TensorName> inputs = GraphNodes.inputs(node);
    if (isBatchNorm(node)) {
      for (int i = 0; i < NORM.size(); i++) {
        NodeDef leaf =
            leaf(inputs.get(i + 1))
                .orElseThrow(() -> refused(node.getName(), "computes its weights from others"));
        assign(leaf, NORM.get(i));
      }
      return;
    }
    switch (node.getOp()) {
      case "Conv2D", "DepthwiseConv2dNative" -> assign(inputs.get(1), Role.KERNEL);
      case "BiasAdd" -> assign(inputs.get(1), Role.BIAS);
      case "MatMul" -> {
        assign(inputs.get(0), Role.KERNEL);
        assign(inputs.get(1), Role.KERNEL);
      }
      default -> {}
    }
  }

  private void assign(TensorName tensor, Role role) {
    leaf(tensor).ifPresent(leaf -> assign(leaf, role));
  }

  private void assign(NodeDef leaf, Role role) {
    Role other = roles.put(leaf.getName(), role);
    if (other != null && other != role) {
      throw refused(leaf.getName(), "is used as %s and as %s".formatted(other, role));
    }
  }

  private static InvalidInputException refused(String node, String reason) {
    return new InvalidInputException(
        "the graph must have weights of one use each, %s %s".formatted(node, reason));
  }
}
