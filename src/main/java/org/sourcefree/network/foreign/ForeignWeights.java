package org.sourcefree.network.foreign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The weights in a graph between the network's input and its logits: its variables, and the
 * constants that a frozen graph has in their place.
 */
public final class ForeignWeights {
  private final TensorName input;
  private final List<NodeDef> nodes;
  private final Map<String, TensorName> tensors = new LinkedHashMap<>();

  /**
   * Finds them.
   *
   * @throws InvalidInputException if the graph cannot be rebuilt, naming the node
   */
  public ForeignWeights(GraphDef written, TensorName input, TensorName logits) {
    GraphDef graph = Detours.removed(written, input);
    this.input = input;
    GraphNodes all = new GraphNodes(graph);
    nodes = all.behind(List.of(logits), Optional.of(input));
    if (nodes.stream().noneMatch(node -> GraphNodes.inputs(node).contains(input))) {
      throw new InvalidInputException(
          "model.graph.logits must be computed from model.graph.input, %s is not from %s"
              .formatted(logits, input));
    }
    Set<String> functions = Rebuilding.functions(graph);
    Set<NodeDef> before = Set.copyOf(all.behind(List.of(input), Optional.empty()));
    nodes.forEach(node -> Rebuilding.require(node, functions, before.contains(node)));
    Roles roles = new Roles(all, nodes);
    for (NodeDef node : nodes) {
      boolean constant = node.getOp().equals("Const") && roles.of(node.getName()).isPresent();
      if (constant || node.getOp().startsWith("Variable")) {
        tensors.put(node.getName(), new TensorName(node.getName(), 0));
      } else if (node.getOp().equals("ReadVariableOp")) {
        TensorName read = new TensorName(node.getName(), 0);
        roles.leaf(read).ifPresent(leaf -> tensors.put(leaf.getName(), read));
      }
    }
  }

  /** The name of every weight, and the tensor that holds its value. */
  public Map<String, TensorName> tensors() {
    return Map.copyOf(tensors);
  }

  /**
   * The network in the form that {@link ForeignNetwork} builds.
   *
   * @param shapes of the weights, by name
   */
  public GraphDef network(Map<String, Shape> shapes) {
    GraphDef.Builder network = GraphDef.newBuilder();
    network.addNode(
        NodeDef.newBuilder()
            .setName(ForeignNetwork.INPUT)
            .setOp("Placeholder")
            .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build()));
    for (NodeDef node : nodes) {
      Shape shape = shapes.get(node.getName());
      network.addNode(shape == null ? plain(node) : variable(node.getName(), shape));
    }
    return network.build();
  }

  private NodeDef plain(NodeDef node) {
    NodeDef.Builder plain = NodeDef.newBuilder().setName(node.getName()).setOp(node.getOp());
    if (Set.of("ReadVariableOp", "PlaceholderWithDefault").contains(node.getOp())) {
      plain.setOp("Identity");
    }
    for (TensorName read : GraphNodes.inputs(node)) {
      plain.addInput((read.equals(input) ? ForeignNetwork.INPUT + ":0" : read.toString()));
    }
    node.getAttrMap()
        .forEach(
            (key, value) -> {
              if (!key.startsWith("_")) {
                plain.putAttr(key, value);
              }
            });
    return plain.build();
  }

  private static NodeDef variable(String name, Shape shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("VariableV2")
        .putAttr("shape", AttrValue.newBuilder().setShape(sizes).build())
        .build();
  }
}
