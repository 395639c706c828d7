package org.sourcefree.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The operations that save and restore variables, which every SavedModel's saver has. They are the
 * saver's own where nothing but the saver leads to them and their files' names come from it:
 *
 * <ul>
 *   <li>what depends on them only passes values on or assigns them to variables, and is no output
 *       of a signature and no initialiser;
 *   <li>restoring, which loading does, depends on nothing that saves;
 *   <li>TensorFlow runs none of them in place of another function, as it does with gradients;
 *   <li>the files' names are the saver's, in the forms that TensorFlow's savers write ({@link
 *       SaverPaths}).
 * </ul>
 */
final class SaverOperations {
  private static final Set<String> PASSING =
      Set.of(
          "Assign",
          "AssignVariableOp",
          "Cast",
          "Identity",
          "IdentityN",
          "NoOp",
          "Pack",
          "PartitionedCall",
          "Reshape",
          "ShardedFilename",
          "StatefulPartitionedCall",
          "StringJoin");

  /** In the names of the attributes by which TensorFlow chooses among functions. */
  private static final String IMPLEMENTS = "api_implements";

  private final MetaGraphDef graph;
  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();

  /** Functions that save, and those that restore, themselves or through others. */
  private final Map<String, NodeDef> saving;

  private final Map<String, NodeDef> restoring;

  SaverOperations(MetaGraphDef graph) {
    this.graph = graph;
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
    this.saving = functionsWith(true);
    this.restoring = functionsWith(false);
  }

  /** Those that are not the saver's own. */
  List<Found> astray() {
    List<Found> found = new ArrayList<>();
    Map<String, NodeDef> saves = topLevel(true);
    Map<String, NodeDef> restores = topLevel(false);
    Set<String> afterSaving = after(saves.keySet());
    Set<String> after = new HashSet<>(after(restores.keySet()));
    after.addAll(afterSaving);
    boolean leadsAway =
        graph.getGraphDef().getNodeList().stream()
                .anyMatch(node -> after.contains(node.getName()) && !passes(node))
            || ends().stream().anyMatch(after::contains);
    if (leadsAway) {
      saves.forEach((name, node) -> found.add(found(node, name)));
      restores.forEach((name, node) -> found.add(found(node, name)));
    } else if (afterSaving.contains(SaverNodes.node(graph.getSaverDef().getRestoreOpName()))) {
      saves.forEach((name, node) -> found.add(found(node, name)));
    }
    found.addAll(swapped());
    found.addAll(new SaverPaths(graph).astray());
    return found;
  }

  /**
   * Functions that TensorFlow runs in place of others, without a node that calls them: gradients,
   * and implementations to choose from.
   */
  private List<Found> swapped() {
    List<Found> found = new ArrayList<>();
    FunctionDefLibrary library = graph.getGraphDef().getLibrary();
    Set<String> names = new LinkedHashSet<>();
    library.getGradientList().forEach(each -> names.add(each.getGradientFunc()));
    library.getRegisteredGradientsList().forEach(each -> names.add(each.getGradientFunc()));
    functions.forEach(
        (name, function) -> {
          if (function.getAttrMap().keySet().stream().anyMatch(key -> key.contains(IMPLEMENTS))) {
            names.add(name);
          }
        });
    for (String name : names) {
      Stream.of(saving, restoring)
          .filter(within -> within.containsKey(name))
          .map(within -> found(within.get(name), name))
          .forEach(found::add);
    }
    return found;
  }

  private static Found found(NodeDef operation, String node) {
    String does = SaverNodes.saves(operation.getOp()) ? "writes files" : "reads files";
    return new Found(operation.getOp(), node, "", does + " outside of the model's saver");
  }

  private boolean passes(NodeDef node) {
    return PASSING.contains(node.getOp())
        || SaverNodes.isSaver(node.getOp())
        || functions.containsKey(node.getOp());
  }

  /** Top-level nodes that save or restore, or call what does; each with the operation itself. */
  private Map<String, NodeDef> topLevel(boolean save) {
    Map<String, NodeDef> nodes = new LinkedHashMap<>();
    Map<String, NodeDef> within = save ? saving : restoring;
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      if (save ? SaverNodes.saves(node.getOp()) : SaverNodes.restores(node.getOp())) {
        nodes.put(node.getName(), node);
      } else {
        called(node).stream()
            .filter(within::containsKey)
            .findFirst()
            .ifPresent(name -> nodes.put(node.getName(), within.get(name)));
      }
    }
    return nodes;
  }

  private Map<String, NodeDef> functionsWith(boolean save) {
    Map<String, NodeDef> found = new LinkedHashMap<>();
    Map<String, List<String>> callers = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    functions.forEach(
        (name, function) -> {
          for (NodeDef node : function.getNodeDefList()) {
            if (save ? SaverNodes.saves(node.getOp()) : SaverNodes.restores(node.getOp())) {
              found.putIfAbsent(name, node);
            }
            called(node)
                .forEach(each -> callers.computeIfAbsent(each, n -> new ArrayList<>()).add(name));
          }
        });
    open.addAll(found.keySet());
    while (!open.isEmpty()) {
      String name = open.pop();
      for (String caller : callers.getOrDefault(name, List.of())) {
        if (found.putIfAbsent(caller, found.get(name)) == null) {
          open.push(caller);
        }
      }
    }
    return found;
  }

  /** The functions that a node names. */
  private List<String> called(NodeDef node) {
    return SaverNodes.names(node).stream().filter(functions::containsKey).toList();
  }

  /** Some nodes, and all that depends on them, by data or by order. */
  private Set<String> after(Collection<String> first) {
    Map<String, List<String>> readers = new LinkedHashMap<>();
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      for (String input : node.getInputList()) {
        readers
            .computeIfAbsent(SaverNodes.node(input), name -> new ArrayList<>())
            .add(node.getName());
      }
    }
    Set<String> after = new HashSet<>(first);
    Deque<String> open = new ArrayDeque<>(first);
    while (!open.isEmpty()) {
      for (String reader : readers.getOrDefault(open.pop(), List.of())) {
        if (after.add(reader)) {
          open.push(reader);
        }
      }
    }
    return after;
  }

  /** The nodes that signatures give out and that loading runs. */
  private Set<String> ends() {
    Set<String> ends = new HashSet<>();
    graph
        .getSignatureDefMap()
        .values()
        .forEach(
            signature ->
                signature.getOutputsMap().values().stream()
                    .map(TensorInfo::getName)
                    .forEach(name -> ends.add(SaverNodes.node(name))));
    graph
        .getCollectionDefMap()
        .forEach(
            (key, collection) -> {
              if (key.contains("init") || key.contains("main")) {
                collection
                    .getNodeList()
                    .getValueList()
                    .forEach(name -> ends.add(SaverNodes.node(name)));
              }
            });
    return ends;
  }
}
