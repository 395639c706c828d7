package org.sourcefree.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** What the nodes of a saver do and name. */
final class SaverNodes {
  private static final Set<String> SAVING = Set.of("Save", "SaveSlices", "SaveV2");
  private static final Set<String> RESTORING = Set.of("Restore", "RestoreSlice", "RestoreV2");
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final String MERGING = "MergeV2Checkpoints";

  private SaverNodes() {}

  /** Whether an operation saves, restores or merges what was saved. */
  static boolean isSaver(String operation) {
    return saves(operation) || restores(operation);
  }

  /** Whether an operation saves or merges what was saved. */
  static boolean saves(String operation) {
    return SAVING.contains(operation) || merges(operation);
  }

  /** Whether an operation merges what was saved. */
  static boolean merges(String operation) {
    return operation.equals(MERGING);
  }

  /** Whether an operation restores. */
  static boolean restores(String operation) {
    return RESTORING.contains(operation);
  }

  /**
   * Every name that may be a function's: the node's operation, and those in its attributes at any
   * depth, as an attribute may be a function that takes another one as its attribute.
   */
  static List<String> names(NodeDef node) {
    List<String> names = new ArrayList<>(List.of(node.getOp()));
    node.getAttrMap().values().forEach(value -> addNames(value, names));
    return names;
  }

  private static void addNames(AttrValue value, List<String> names) {
    for (NameAttrList function : functions(value)) {
      names.add(function.getName());
      function.getAttrMap().values().forEach(inner -> addNames(inner, names));
    }
  }

  /** The functions that an attribute is, without those in their own attributes. */
  static List<NameAttrList> functions(AttrValue value) {
    return value.hasFunc() ? List.of(value.getFunc()) : value.getList().getFuncList();
  }

  /**
   * The function whose arguments a node's inputs are, by name; it may be an operation's instead.
   */
  static String called(NodeDef node) {
    return CALLS.contains(node.getOp())
        ? Optional.ofNullable(node.getAttrMap().get("f"))
            .map(value -> value.getFunc().getName())
            .orElse("")
        : node.getOp();
  }

  /** The node of a tensor's or a waited-for node's name. */
  static String node(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
