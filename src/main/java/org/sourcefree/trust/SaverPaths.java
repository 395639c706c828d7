package org.sourcefree.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Where the operations that save and restore take their files' names from. */
final class SaverPaths {
  private static final int DEEPEST_CALLS = 20;
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final Set<String> TESTS = Set.of("RegexFullMatch", "StaticRegexFullMatch");
  private static final Set<String> TEXTS =
      Set.of(
          "ConcatV2",
          "Const",
          "ExpandDims",
          "Identity",
          "Pack",
          "Placeholder",
          "PlaceholderWithDefault",
          "Reshape",
          "Select",
          "SelectV2",
          "ShardedFilename",
          "StringJoin");

  private final MetaGraphDef graph;
  private final Map<String, Body> functions = new LinkedHashMap<>();

  /** A function's body, or the graph outside of functions, with what names may come from there. */
  private record Body(
      String function, List<String> origins, Map<String, NodeDef> nodes, Set<Integer> paths) {

    static Body of(String function, List<String> origins, Collection<NodeDef> all) {
      Map<String, NodeDef> nodes = new LinkedHashMap<>();
      all.forEach(node -> nodes.put(node.getName(), node));
      return new Body(function, origins, nodes, new TreeSet<>());
    }
  }

  SaverPaths(MetaGraphDef graph) {
    this.graph = graph;
    for (FunctionDef function : graph.getGraphDef().getLibrary().getFunctionList()) {
      List<String> arguments = new ArrayList<>();
      function.getSignature().getInputArgList().forEach(each -> arguments.add(each.getName()));
      String name = function.getSignature().getName();
      functions.put(name, Body.of(name, arguments, function.getNodeDefList()));
    }
  }

  /** Operations whose files' names come from elsewhere than the saver. */
  List<Found> astray() {
    boolean grown = true;
    for (int i = 0; grown; i++) {
      if (i == DEEPEST_CALLS) {
        return List.of(new Found("RestoreV2", "", "", "is called through more than 20 functions"));
      }
      grown = false;
      for (Body body : functions.values()) {
        grown |= body.nodes().values().stream().anyMatch(node -> grow(node, body));
      }
    }
    String fileName = SaverNodes.node(graph.getSaverDef().getFilenameTensorName());
    List<Found> found = new ArrayList<>();
    addAstray(Body.of("", List.of(fileName), graph.getGraphDef().getNodeList()), found);
    functions.values().forEach(body -> addAstray(body, found));
    return found;
  }

  /** Notes which of a function's arguments name files; whether that was new. */
  private boolean grow(NodeDef node, Body body) {
    boolean grown = false;
    for (int input : paths(node)) {
      if (input < node.getInputCount()) {
        for (String origin : origins(body, SaverNodes.node(node.getInput(input)))) {
          grown |= body.paths().add(body.origins().indexOf(origin));
        }
      }
    }
    return grown;
  }

  private void addAstray(Body body, List<Found> found) {
    for (NodeDef node : body.nodes().values()) {
      boolean own =
          paths(node).stream()
              .allMatch(
                  input ->
                      input < node.getInputCount()
                          && !origins(body, SaverNodes.node(node.getInput(input))).isEmpty());
      if (!own) {
        found.add(
            Found.of(
                node,
                body.function(),
                "saves or restores with a file's name that is not the saver's"));
      }
    }
  }

  /** Which of a node's inputs name files. */
  private Set<Integer> paths(NodeDef node) {
    if (SaverNodes.isSaver(node.getOp())) {
      return node.getOp().equals("MergeV2Checkpoints") ? Set.of(0, 1) : Set.of(0);
    }
    Set<Integer> paths = new TreeSet<>();
    for (String name : SaverNodes.names(node)) {
      Body called = functions.get(name);
      if (called != null && !called.paths().isEmpty()) {
        // Other operations pass their inputs on in other places.
        boolean call = CALLS.contains(node.getOp()) || node.getOp().equals(name);
        paths.addAll(call ? called.paths() : Set.of(Integer.MAX_VALUE));
      }
    }
    return paths;
  }

  /**
   * What a text is made of; empty if it is made of nothing, or of anything that leads elsewhere.
   */
  private static Set<String> origins(Body body, String text) {
    Set<String> origins = new HashSet<>();
    Set<String> seen = new HashSet<>(List.of(text));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = body.nodes().get(name);
      boolean origin = body.origins().contains(name);
      if (origin) {
        origins.add(name);
      } else if (node == null) {
        return Set.of();
      }
      if (node != null && !TESTS.contains(node.getOp())) {
        if (!TEXTS.contains(node.getOp()) || leadsElsewhere(node)) {
          return Set.of();
        }
        for (String input : node.getInputList()) {
          if (!input.startsWith("^") && seen.add(SaverNodes.node(input))) {
            open.push(SaverNodes.node(input));
          }
        }
      }
    }
    return origins;
  }

  private static boolean leadsElsewhere(NodeDef node) {
    TensorProto value = node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    boolean hidden = value.getDtype() == DataType.DT_STRING && !value.getTensorContent().isEmpty();
    return hidden
        || value.getStringValList().stream()
            .map(bytes -> bytes.toStringUtf8())
            .anyMatch(text -> text.startsWith("/") || text.contains("..") || text.contains(":"));
  }
}
