package org.sourcefree.network.foreign;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.graph.GradientRoute;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What stands in another program's graph for the sake of gradients or sizes only, taken out before
 * the graph is rebuilt:
 *
 * <ul>
 *   <li>IdentityN carries a gradient of its own, which a file does not hold; what it passes on is
 *       read directly. Where it is a {@link GradientRoute}, that is what the route was made for,
 *       before the StopGradient.
 *   <li>The Shape of a tensor before the input from which the input is computed element by element
 *       is the input's own.
 * </ul>
 */
final class Detours {
  private static final Set<String> UNARY =
      Set.of("Cast", "CheckNumerics", "Identity", "PlaceholderWithDefault", "ReverseV2");
  private static final Set<String> BINARY = Set.of("Add", "AddV2", "Div", "Mul", "RealDiv", "Sub");

  private final GraphNodes nodes;
  private final TensorName input;
  private final Set<TensorName> sized;

  private Detours(GraphNodes nodes, TensorName input) {
    this.nodes = nodes;
    this.input = input;
    this.sized = sized();
  }

  /** The graph without detours. */
  static GraphDef removed(GraphDef graph, TensorName input) {
    Detours detours = new Detours(new GraphNodes(graph), input);
    GraphDef.Builder straight = graph.toBuilder().clearNode();
    graph.getNodeList().forEach(node -> straight.addNode(detours.straight(node)));
    return straight.build();
  }

  private NodeDef straight(NodeDef node) {
    List<TensorName> read = GraphNodes.inputs(node);
    List<TensorName> direct = read.stream().map(this::source).toList();
    if (node.getOp().equals("IdentityN")) {
      return NodeDef.newBuilder()
          .setName(node.getName())
          .setOp("Identity")
          .addInput(source(new TensorName(node.getName(), 0)).toString())
          .build();
    }
    if (node.getOp().equals("Shape") && sized.contains(direct.get(0))) {
      direct = List.of(input);
    }
    if (direct.equals(read)) {
      return node;
    }
    NodeDef.Builder straight = node.toBuilder().clearInput();
    direct.forEach(tensor -> straight.addInput(tensor.toString()));
    return straight.build();
  }

  /** What a tensor is the same as, before any IdentityN. */
  private TensorName source(TensorName tensor) {
    TensorName source = tensor;
    Optional<NodeDef> node = identityN(source);
    while (node.isPresent()) {
      List<TensorName> passed = GraphNodes.inputs(node.get());
      if (source.output() >= passed.size()) {
        return source;
      }
      source = routed(node.get().getName(), passed).orElse(passed).get(source.output());
      node = identityN(source);
    }
    return source;
  }

  private Optional<NodeDef> identityN(TensorName tensor) {
    return nodes
        .find(tensor.node())
        .filter(node -> node.getOp().equals("IdentityN") && !tensor.equals(input));
  }

  /** What a route passes on, with the convolution itself; empty if it is none. */
  private Optional<List<TensorName>> routed(String name, List<TensorName> passed) {
    if (passed.size() < 2) {
      return Optional.empty();
    }
    return nodes
        .find(passed.get(0).node())
        .filter(stop -> stop.getOp().equals("StopGradient"))
        .map(stop -> GraphNodes.inputs(stop).get(0))
        .filter(raw -> GradientRoute.isRouted(name) || isConvolution(raw, passed))
        .map(raw -> with(raw, passed));
  }

  private static List<TensorName> with(TensorName first, List<TensorName> passed) {
    List<TensorName> tensors = new ArrayList<>(passed);
    tensors.set(0, first);
    return tensors;
  }

  /** Whether the route is one that earlier versions wrote, which had no name of its own. */
  private boolean isConvolution(TensorName raw, List<TensorName> passed) {
    return nodes
        .find(raw.node())
        .filter(node -> node.getOp().equals("Conv2D"))
        .filter(node -> GraphNodes.inputs(node).equals(passed.subList(1, passed.size())))
        .isPresent();
  }

  /** The input, and what is before it and has its height and width. */
  private Set<TensorName> sized() {
    Set<TensorName> found = new LinkedHashSet<>();
    Optional<TensorName> next = Optional.of(input);
    while (next.isPresent() && found.add(next.get())) {
      next = nodes.find(next.get().node()).flatMap(this::operand);
    }
    return found;
  }

  private Optional<TensorName> operand(NodeDef node) {
    List<TensorName> inputs = GraphNodes.inputs(node);
    if (UNARY.contains(node.getOp())) {
      return Optional.of(inputs.get(0));
    } else if (BINARY.contains(node.getOp())) {
      for (int i = 0; i < 2; i++) {
        if (isVector(inputs.get(1 - i))) {
          return Optional.of(inputs.get(i));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a tensor is a constant of at most one dimension, such as the channels' mean. */
  private boolean isVector(TensorName tensor) {
    return nodes
        .find(tensor.node())
        .filter(node -> node.getOp().equals("Const"))
        .map(node -> node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor())
        .filter(value -> value.getTensorShape().getDimCount() <= 1)
        .isPresent();
  }
}
