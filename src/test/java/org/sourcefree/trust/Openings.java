package org.sourcefree.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.OpDef.AttrDef;

/**
 * Through what an operation could be told of a file, code or another machine, by what TensorFlow's
 * registry says of it: texts, functions and tensors among its attributes, texts and handles among
 * its inputs, and what it keeps between runs. One without any can only compute.
 */
final class Openings {
  private static final Set<String> WIDE = Set.of("string", "func", "tensor");
  private static final Map<DataType, String> HANDLES =
      Map.of(DataType.DT_RESOURCE, "resource input", DataType.DT_VARIANT, "variant input");

  private Openings() {}

  /** Those of an operation, each once, in order. */
  static List<String> of(OpDef operation) {
    Set<String> openings = new TreeSet<>();
    if (operation.getIsStateful()) {
      openings.add("stateful");
    }
    Map<String, AttrDef> attributes = new LinkedHashMap<>();
    for (AttrDef attribute : operation.getAttrList()) {
      attributes.put(attribute.getName(), attribute);
      String type = attribute.getType().replaceAll("list\\((.*)\\)", "$1");
      boolean chosen = type.equals("string") && attribute.hasAllowedValues();
      if (WIDE.contains(type) && !chosen) {
        openings.add(
            type.equals("func")
                ? "func attribute"
                : "%s attribute %s".formatted(type, attribute.getName()));
      }
    }
    for (ArgDef input : operation.getInputArgList()) {
      openings.addAll(ofInput(input, attributes));
    }
    return List.copyOf(openings);
  }

  private static List<String> ofInput(ArgDef input, Map<String, AttrDef> attributes) {
    String attribute = input.getTypeAttr() + input.getTypeListAttr();
    List<String> openings = new ArrayList<>();
    if (!attribute.isEmpty()) {
      AttrDef type = Objects.requireNonNull(attributes.get(attribute));
      boolean text =
          !type.hasAllowedValues()
              || type.getAllowedValues().getList().getTypeList().contains(DataType.DT_STRING);
      if (text) {
        openings.add("any input");
      }
    } else if (input.getType() == DataType.DT_STRING) {
      openings.add("string input " + input.getName());
    } else if (HANDLES.containsKey(input.getType())) {
      openings.add(Objects.requireNonNull(HANDLES.get(input.getType())));
    }
    return openings;
  }
}
