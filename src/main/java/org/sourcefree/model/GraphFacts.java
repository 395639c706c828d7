package org.sourcefree.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** What can be read off the graph of a SavedModel that says nothing of itself. */
public final class GraphFacts {
  private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", "DepthwiseConv2dNative");
  private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable");
  private static final Set<String> AFTER_LOGITS =
      Set.of(
          "ArgMax",
          "Cast",
          "ExpandDims",
          "Identity",
          "Max",
          "ResizeBilinear",
          "ResizeNearestNeighbor",
          "Reshape",
          "Softmax",
          "Squeeze");

  private final MetaGraphDef graph;
  private final GraphNodes nodes;

  /** Facts of a graph. */
  public GraphFacts(MetaGraphDef graph) {
    this.graph = graph;
    this.nodes = new GraphNodes(graph.getGraphDef());
  }

  /** Every variable's name and shape, in the file's order. */
  public Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    for (NodeDef node : nodes.all()) {
      if (VARIABLES.contains(node.getOp())) {
        String shared = GraphNodes.text(node, "shared_name");
        String name = shared.isEmpty() ? node.getName() : shared;
        variables.put(name, shape(node.getAttrOrThrow("shape").getShape()));
      }
    }
    return variables;
  }

  /** How often each operation occurs, functions included. */
  public Map<String, Integer> operations() {
    Map<String, Integer> counts = new TreeMap<>();
    everything().forEach(node -> counts.merge(node.getOp(), 1, Integer::sum));
    return counts;
  }

  /** The dilations of convolutions above 1, pixels. */
  public Set<Long> dilations() {
    Set<Long> dilations = new TreeSet<>();
    everything()
        .filter(GraphFacts::isConvolution)
        .forEach(node -> dilations.addAll(GraphNodes.numbers(node, "dilations")));
    dilations.remove(1L);
    return dilations;
  }

  /** Whether convolutions stand outside functions. */
  public boolean isFlat() {
    return nodes.all().stream().anyMatch(GraphFacts::isConvolution);
  }

  /** Whether convolutions stand inside functions. */
  public boolean hasNetworkInFunctions() {
    return functionNodes().anyMatch(GraphFacts::isConvolution);
  }

  /** Tensors that may be the network's preprocessed input: what its first convolutions read. */
  public List<TensorName> inputs() {
    Set<TensorName> candidates = new LinkedHashSet<>();
    for (NodeDef node : behindOutputs()) {
      boolean placeholder = node.getOp().startsWith("Placeholder");
      if (placeholder && node.getAttrOrThrow("dtype").getType() == DataType.DT_FLOAT) {
        candidates.add(new TensorName(node.getName(), 0));
      } else if (isConvolution(node)) {
        TensorName read = GraphNodes.inputs(node).get(0);
        boolean first =
            nodes.behind(List.of(read), Optional.empty()).stream()
                .noneMatch(GraphFacts::isConvolution);
        if (first) {
          candidates.add(read);
        }
      }
    }
    return List.copyOf(candidates);
  }

  /** Tensors that may be the logits: a signature's outputs and what stands before their labels. */
  public List<TensorName> logits() {
    Set<TensorName> candidates = new LinkedHashSet<>();
    for (TensorName output : outputs()) {
      Optional<NodeDef> node = nodes.find(output.node());
      TensorName tensor = output;
      while (node.isPresent() && AFTER_LOGITS.contains(node.get().getOp())) {
        tensor = GraphNodes.inputs(node.get()).get(0);
        node = nodes.find(tensor.node());
      }
      boolean computed =
          nodes.behind(List.of(tensor), Optional.empty()).stream()
              .anyMatch(GraphFacts::isConvolution);
      if (computed) {
        candidates.add(tensor);
      }
    }
    return List.copyOf(candidates);
  }

  /** A shape in brackets, ? for what is not known. */
  public static String shape(TensorShapeProto shape) {
    if (shape.getUnknownRank()) {
      return "[?]";
    }
    return shape.getDimList().stream()
        .map(dim -> dim.getSize() < 0 ? "?" : Long.toString(dim.getSize()))
        .toList()
        .toString();
  }

  private List<NodeDef> behindOutputs() {
    return nodes.behind(outputs(), Optional.empty());
  }

  private Collection<TensorName> outputs() {
    List<TensorName> outputs = new ArrayList<>();
    graph
        .getSignatureDefMap()
        .forEach(
            (key, signature) -> {
              if (!key.startsWith("__saved_model")) {
                signature.getOutputsMap().values().stream()
                    .map(TensorInfo::getName)
                    .map(TensorName::parse)
                    .forEach(outputs::add);
              }
            });
    return outputs;
  }

  private Stream<NodeDef> everything() {
    return Stream.concat(nodes.all().stream(), functionNodes());
  }

  private Stream<NodeDef> functionNodes() {
    return graph.getGraphDef().getLibrary().getFunctionList().stream()
        .map(FunctionDef::getNodeDefList)
        .flatMap(List::stream);
  }

  private static boolean isConvolution(NodeDef node) {
    return CONVOLUTIONS.contains(node.getOp());
  }
}
