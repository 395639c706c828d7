package org.sourcefree.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** What the nodes of a saver do and name. */
final class SaverNodes {
  private static final Set<String> SAVING = Set.of("Save", "SaveSlices", "SaveV2");
  private static final Set<String> RESTORING = Set.of("Restore", "RestoreSlice", "RestoreV2");
  private static final String MERGING = "MergeV2Checkpoints";

  private SaverNodes() {}

  /** Whether an operation saves, restores or merges what was saved. */
  static boolean isSaver(String operation) {
    return saves(operation) || restores(operation);
  }

  /** Whether an operation saves or merges what was saved. */
  static boolean saves(String operation) {
    return SAVING.contains(operation) || operation.equals(MERGING);
  }

  /** Whether an operation restores. */
  static boolean restores(String operation) {
    return RESTORING.contains(operation);
  }

  /** Every name that may be a function's, in a node's operation and in its attributes. */
  static List<String> names(NodeDef node) {
    List<String> names = new ArrayList<>(List.of(node.getOp()));
    for (AttrValue value : node.getAttrMap().values()) {
      names.add(value.getFunc().getName());
      value.getList().getFuncList().stream().map(NameAttrList::getName).forEach(names::add);
    }
    return names;
  }

  /** The node of a tensor's or a waited-for node's name. */
  static String node(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
