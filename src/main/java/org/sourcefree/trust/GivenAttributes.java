package org.sourcefree.trust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.network.foreign.OpDefinitions;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.AttrDef;

/**
 * Attributes that a function leaves to its caller. What such a function does is not to be seen in
 * it unless they are types, numbers or shapes: a text may be a file's name, a tensor may hold one,
 * and a function may be any.
 */
final class GivenAttributes {
  private static final Set<String> HARMLESS = Set.of("type", "int", "float", "bool", "shape");

  private final GraphDef graph;
  private final Map<String, OpDef> signatures = new HashMap<>();

  GivenAttributes(GraphDef graph) {
    this.graph = graph;
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      signatures.put(function.getSignature().getName(), function.getSignature());
    }
  }

  /** Those that are none of these. */
  List<Found> unseen() {
    List<Found> found = new ArrayList<>();
    graph.getNodeList().forEach(node -> addUnseen(node, "", found));
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      String name = function.getSignature().getName();
      function.getNodeDefList().forEach(node -> addUnseen(node, name, found));
    }
    return found;
  }

  private void addUnseen(NodeDef node, String function, List<Found> found) {
    List<String> names = new ArrayList<>();
    addUnseen(node.getOp(), node.getAttrMap(), names);
    for (String name : names) {
      found.add(
          Found.of(node, function, "takes its attribute %s from whoever calls it".formatted(name)));
    }
  }

  private void addUnseen(String operation, Map<String, AttrValue> attributes, List<String> names) {
    attributes.forEach(
        (name, value) -> {
          if (value.getValueCase() == AttrValue.ValueCase.PLACEHOLDER
              && !isHarmless(operation, name)) {
            names.add(name);
          }
          for (NameAttrList inner : SaverNodes.functions(value)) {
            addUnseen(inner.getName(), inner.getAttrMap(), names);
          }
        });
  }

  private boolean isHarmless(String operation, String attribute) {
    return OpDefinitions.find(operation)
        .or(() -> Optional.ofNullable(signatures.get(operation)))
        .flatMap(definition -> type(definition, attribute))
        .map(type -> type.startsWith("list(") ? type.substring(5, type.length() - 1) : type)
        .filter(HARMLESS::contains)
        .isPresent();
  }

  private static Optional<String> type(OpDef definition, String attribute) {
    return definition.getAttrList().stream()
        .filter(each -> each.getName().equals(attribute))
        .map(AttrDef::getType)
        .findFirst();
  }
}
