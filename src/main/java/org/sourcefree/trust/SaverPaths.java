package org.sourcefree.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * Where the operations that save and restore take their files' names from: from the saver's file
 * name, or from a function's argument that it is handed on as, in the forms of {@link SavedNames}.
 * What loading does not run may be another saver's.
 */
final class SaverPaths {
  private static final int DEEPEST_CALLS = 20;
  private static final int OWN = 0;

  /** No node has so many inputs: what names a file there is not to be seen. */
  private static final int UNSEEN = Integer.MAX_VALUE;

  private final MetaGraphDef graph;
  private final Map<String, Body> functions = new LinkedHashMap<>();

  /**
   * A function's body, or the graph outside of functions.
   *
   * @param paths arguments that name files, by number
   * @param plain whether each argument is one tensor, so that inputs of calls can be counted off
   */
  private record Body(
      String function,
      Collection<NodeDef> nodes,
      SavedNames names,
      Set<Integer> paths,
      boolean plain) {}

  SaverPaths(MetaGraphDef graph) {
    this.graph = graph;
    for (FunctionDef function : graph.getGraphDef().getLibrary().getFunctionList()) {
      Map<String, Integer> arguments = new HashMap<>();
      boolean plain = true;
      for (ArgDef argument : function.getSignature().getInputArgList()) {
        plain &= argument.getNumberAttr().isEmpty() && argument.getTypeListAttr().isEmpty();
        plain &= arguments.put(argument.getName(), arguments.size()) == null;
      }
      String name = function.getSignature().getName();
      List<NodeDef> nodes = function.getNodeDefList();
      functions.put(
          name, new Body(name, nodes, new SavedNames(nodes, arguments), new TreeSet<>(), plain));
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
        for (NodeDef node : body.nodes()) {
          grown |= body.paths().addAll(origins(node, body));
        }
      }
    }
    List<Found> found = new ArrayList<>();
    addAstray(outside(), restoring(), found);
    functions.values().forEach(body -> addAstray(body, Set.of(), found));
    return found;
  }

  /**
   * The graph outside of functions. The saver's file name has number 0; others are those of further
   * savers, which a file may have, and which nothing runs.
   */
  private Body outside() {
    String tensor = graph.getSaverDef().getFilenameTensorName();
    String own = tensor.endsWith(":0") ? tensor.substring(0, tensor.length() - 2) : tensor;
    List<NodeDef> nodes = graph.getGraphDef().getNodeList();
    SavedNames plain = new SavedNames(nodes, Map.of());
    Map<String, Integer> names = new HashMap<>();
    for (NodeDef node : nodes) {
      String name = node.getName();
      if (plain.isGivenFromOutside(name)) {
        int number = name.equals(own) ? OWN : names.size() + 1;
        names.put(name, number);
        names.put(name + ":0", number);
      }
    }
    return new Body("", nodes, new SavedNames(nodes, names), new TreeSet<>(), true);
  }

  /** What loading runs to restore: only from the saver's own file. */
  private Set<String> restoring() {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Set<String> before = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.push(SaverNodes.node(graph.getSaverDef().getRestoreOpName()));
    while (!open.isEmpty()) {
      NodeDef node = nodes.get(open.pop());
      if (node != null && before.add(node.getName())) {
        node.getInputList().forEach(input -> open.push(SaverNodes.node(input)));
      }
    }
    return before;
  }

  private void addAstray(Body body, Set<String> loading, List<Found> found) {
    for (NodeDef node : body.nodes()) {
      Set<Integer> wanted = loading.contains(node.getName()) ? Set.of(OWN) : Set.of();
      boolean own =
          paths(node).stream()
              .map(input -> origins(node, input, body))
              .noneMatch(
                  origins -> origins.isEmpty() || (!wanted.isEmpty() && !origins.equals(wanted)));
      if (!own) {
        found.add(
            Found.of(
                node,
                body.function(),
                "saves or restores with a file's name that is not the saver's"));
      }
    }
  }

  /** Which arguments of a body name files because a node takes them as such. */
  private Set<Integer> origins(NodeDef node, Body body) {
    Set<Integer> origins = new HashSet<>();
    paths(node).forEach(input -> origins.addAll(origins(node, input, body)));
    return origins;
  }

  private static Set<Integer> origins(NodeDef node, int input, Body body) {
    if (input >= node.getInputCount()) {
      return Set.of();
    }
    String name = node.getInput(input);
    if (SaverNodes.merges(node.getOp()) && input == 0) {
      return body.names().merged(name);
    } else if (SaverNodes.saves(node.getOp()) && input == 0) {
      return body.names().saved(name);
    }
    return body.names().restored(name);
  }

  /** Which of a node's inputs name files. */
  private Set<Integer> paths(NodeDef node) {
    if (SaverNodes.isSaver(node.getOp())) {
      return SaverNodes.merges(node.getOp()) ? Set.of(0, 1) : Set.of(0);
    }
    Set<Integer> paths = new TreeSet<>();
    List<String> indirect = SaverNodes.names(node);
    String direct = SaverNodes.called(node);
    indirect.remove(direct);
    paths.addAll(pathsOf(direct, true));
    // Other operations, and functions in a function's attributes, pass their inputs on elsewhere.
    indirect.forEach(name -> paths.addAll(pathsOf(name, false)));
    return paths;
  }

  private Set<Integer> pathsOf(String function, boolean direct) {
    Body called = functions.get(function);
    if (called == null || called.paths().isEmpty()) {
      return Set.of();
    }
    return direct && called.plain() ? called.paths() : Set.of(UNSEEN);
  }
}
