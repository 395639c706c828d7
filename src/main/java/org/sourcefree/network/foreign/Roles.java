package org.sourcefree.network.foreign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/** What the weights of a graph are for, by the input that they feed. */
final class Roles {
  private static final Set<String> PASSING = Set.of("Identity", "ReadVariableOp");
  private static final Set<String> LEAVES =
      Set.of("Const", "VarHandleOp", "VariableV2", "Variable");
  private static final Set<String> PRODUCTS = Set.of("Conv2D", "DepthwiseConv2dNative", "MatMul");
  private static final Set<String> BEFORE_BIAS = Set.of("Identity", "BatchToSpaceND");

  /** Operations behind which weights are still themselves, and which of their inputs those are. */
  private static final Map<String, Range> REARRANGING =
      Map.of(
          "Reshape", new Range(0, 1),
          "Slice", new Range(0, 1),
          "Transpose", new Range(0, 1),
          "Squeeze", new Range(0, 1),
          "ExpandDims", new Range(0, 1),
          "Concat", new Range(1, Integer.MAX_VALUE),
          "ConcatV2", new Range(0, -1),
          "Pack", new Range(0, Integer.MAX_VALUE),
          "AddN", new Range(0, Integer.MAX_VALUE));

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
    VARIANCE;

    /** Whether it follows the images rather than the gradient. */
    boolean isAverage() {
      return this == MEAN || this == VARIANCE;
    }
  }

  /** Inputs from the first to before the end; an end below 0 counts from the last. */
  private record Range(int first, int end) {
    List<TensorName> of(List<TensorName> inputs) {
      int stop = end < 0 ? inputs.size() + end : Math.min(end, inputs.size());
      return inputs.subList(Math.min(first, stop), stop);
    }
  }

  /**
   * The roles in a graph.
   *
   * @param network the nodes that belong to the network
   * @throws InvalidInputException if a weight has two, or a batch norm's is not a plain weight or
   *     empty
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
      readBatchNorm(node, inputs);
      return;
    }
    switch (node.getOp()) {
      case "Conv2D", "DepthwiseConv2dNative" -> assign(inputs.get(1), Role.KERNEL);
      case "BiasAdd" -> assign(inputs.get(1), Role.BIAS);
      case "MatMul" -> {
        assign(inputs.get(0), Role.KERNEL);
        assign(inputs.get(1), Role.KERNEL);
      }
      case "Add", "AddV2" -> {
        readSummand(inputs.get(0), inputs.get(1));
        readSummand(inputs.get(1), inputs.get(0));
      }
      default -> {}
    }
  }

  private void readBatchNorm(NodeDef node, List<TensorName> inputs) {
    List<NodeDef> weights = new ArrayList<>();
    for (TensorName input : inputs.subList(1, 1 + NORM.size())) {
      weights.add(
          leaf(input)
              .orElseThrow(() -> refused(node.getName(), "computes its weights from others")));
    }
    if (weights.stream().anyMatch(weight -> sizes(weight).contains(0L))) {
      throw new InvalidInputException(
          "batch norm must have running averages, the node %s has none: it was saved for training; export it for inference"
              .formatted(node.getName()));
    }
    for (int i = 0; i < NORM.size(); i++) {
      assign(weights.get(i), NORM.get(i));
    }
  }

  /** A vector that is added to a product is its bias. */
  private void readSummand(TensorName summand, TensorName other) {
    Optional<NodeDef> product = nodes.find(other.node());
    while (product.isPresent() && BEFORE_BIAS.contains(product.get().getOp())) {
      product = nodes.find(GraphNodes.inputs(product.get()).get(0).node());
    }
    if (product.filter(node -> PRODUCTS.contains(node.getOp())).isPresent()) {
      leaf(summand).filter(Roles::isVector).ifPresent(leaf -> assign(leaf, Role.BIAS));
    }
  }

  private static boolean isVector(NodeDef leaf) {
    List<Long> sizes = sizes(leaf);
    long largest = sizes.stream().mapToLong(Long::longValue).max().orElse(1);
    return largest > 1 && sizes.get(sizes.size() - 1) == largest && size(sizes) == largest;
  }

  private static long size(List<Long> sizes) {
    return sizes.stream().reduce(1L, (a, b) -> a * b);
  }

  private static List<Long> sizes(NodeDef leaf) {
    TensorShapeProto shape =
        leaf.getOp().equals("Const")
            ? leaf.getAttrOrThrow("value").getTensor().getTensorShape()
            : leaf.getAttrOrDefault("shape", AttrValue.getDefaultInstance()).getShape();
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  private void assign(TensorName tensor, Role role) {
    Deque<TensorName> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      TensorName next = open.pop();
      Optional<NodeDef> node = nodes.find(next.node());
      Optional<Range> weights = node.map(found -> REARRANGING.get(found.getOp()));
      if (weights.isPresent()) {
        weights.get().of(GraphNodes.inputs(node.orElseThrow())).forEach(open::push);
      } else {
        leaf(next).filter(Roles::isFloat).ifPresent(leaf -> assign(leaf, role));
      }
    }
  }

  /** Variables are; which type they have is checked where their values are read. */
  private static boolean isFloat(NodeDef leaf) {
    return !leaf.getOp().equals("Const")
        || leaf.getAttrOrThrow("dtype").getType() == DataType.DT_FLOAT;
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
