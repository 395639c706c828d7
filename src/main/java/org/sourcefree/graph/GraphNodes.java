package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** The nodes of a serialised graph by name, and the tensors between them. */
public final class GraphNodes {
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();

  /** The top-level nodes, not those inside functions. */
  public GraphNodes(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
  }

  /**
   * A tensor's name, {@code node:output}.
   *
   * @param node name of the node that makes it
   * @param output counted from 0
   */
  public record TensorName(String node, int output) {

    /** Reads {@code node:output}, or {@code node} for its first output. */
    public static TensorName parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0) {
        return new TensorName(text, 0);
      }
      String digits = text.substring(colon + 1);
      boolean number = digits.matches("\\d{1,6}");
      return number
          ? new TensorName(text.substring(0, colon), Integer.parseInt(digits))
          : new TensorName(text, 0);
    }

    @Override
    public String toString() {
      return node + ":" + output;
    }
  }

  /** All nodes in the file's order. */
  public Collection<NodeDef> all() {
    return nodes.values();
  }

  /** The node of a name. */
  public Optional<NodeDef> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** The tensors that a node reads; what it only waits for is left out. */
  public static List<TensorName> inputs(NodeDef node) {
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(TensorName::parse)
        .toList();
  }

  /**
   * The nodes that some tensors are computed from, the tensors' own included, each after those it
   * reads.
   *
   * @param ends what to begin at
   * @param start nothing behind this tensor is followed
   */
  public List<NodeDef> behind(Collection<TensorName> ends, Optional<TensorName> start) {
    Map<String, NodeDef> sorted = new LinkedHashMap<>();
    Set<String> entered = new LinkedHashSet<>();
    List<TensorName> open = new ArrayList<>(ends);
    while (!open.isEmpty()) {
      TensorName tensor = open.get(open.size() - 1);
      NodeDef node = nodes.get(tensor.node());
      boolean outside = start.filter(tensor::equals).isPresent();
      if (node == null || outside || sorted.containsKey(tensor.node())) {
        open.remove(open.size() - 1);
      } else if (entered.add(tensor.node())) {
        open.addAll(inputs(node));
      } else {
        // Its inputs are done, or it stands in a loop, which is refused for its control flow.
        sorted.put(tensor.node(), node);
        open.remove(open.size() - 1);
      }
    }
    return List.copyOf(sorted.values());
  }

  /** A list of whole numbers among a node's attributes, empty if it is not there. */
  public static List<Long> numbers(NodeDef node, String attribute) {
    return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getList().getIList();
  }

  /** A text among a node's attributes, empty if it is not there. */
  public static String text(NodeDef node, String attribute) {
    return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getS().toStringUtf8();
  }
}
