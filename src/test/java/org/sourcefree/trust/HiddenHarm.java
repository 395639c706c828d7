package org.sourcefree.trust;

import static org.sourcefree.testing.Poison.node;
import static org.sourcefree.testing.Poison.text;
import static org.sourcefree.trust.PoisonNodes.FLOAT;
import static org.sourcefree.trust.PoisonNodes.STRING;
import static org.sourcefree.trust.PoisonNodes.floats;
import static org.sourcefree.trust.PoisonNodes.truth;
import static org.sourcefree.trust.PoisonNodes.types;
import static org.sourcefree.trust.PoisonNodes.vector;
import static org.sourcefree.trust.PoisonNodes.with;
import static org.sourcefree.trust.PoisonNodes.words;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * The innermost function of a poisoned model.
 *
 * @param file that it writes
 */
record HiddenHarm(Path file, Harm harm, Way way) {
  /** What the innermost function does. */
  enum Harm {
    PRINT,
    WRITE,
    SAVE,
    SAVE_OF_VERSION_1,
    /** None. */
    ASSERT;

    Way[] ways() {
      return this == PRINT
          ? new Way[] {Way.CONSTANT, Way.TEXT_ATTRIBUTE}
          : new Way[] {Way.CONSTANT, Way.ARGUMENT, Way.TENSOR_ATTRIBUTE, Way.PIECES, Way.CHOICE};
    }
  }

  /** How it comes by the file's name. */
  enum Way {
    CONSTANT,
    ARGUMENT,
    TEXT_ATTRIBUTE,
    TENSOR_ATTRIBUTE,
    PIECES,
    CHOICE
  }

  /**
   * The nodes of a function whose output is {@code one}.
   *
   * @param needs gets the attributes that they need, and what these are to be
   */
  List<NodeDef> nodes(Map<String, AttrValue> needs) {
    List<NodeDef> nodes = new ArrayList<>(List.of(text("content", "x"), floats("one", "^harm")));
    String path = path(nodes, needs);
    String content = "content:output:0";
    nodes.add(
        switch (harm) {
          case PRINT -> {
            AttrValue stream = words("file://" + file);
            if (way == Way.TEXT_ATTRIBUTE) {
              needs.put("s", stream);
              stream = AttrValue.newBuilder().setPlaceholder("s").build();
            }
            yield with(node("harm", "PrintV2", content), "output_stream", stream);
          }
          case WRITE -> node("harm", "WriteFile", path, content);
          case SAVE, SAVE_OF_VERSION_1 -> {
            nodes.add(vector("names", "a"));
            nodes.add(vector("slices", ""));
            nodes.add(floats("data"));
            yield harm == Harm.SAVE
                ? with(
                    node(
                        "harm",
                        "SaveV2",
                        path,
                        "names:output:0",
                        "slices:output:0",
                        "data:output:0"),
                    "dtypes",
                    types(FLOAT))
                : with(
                    node("harm", "Save", path, "names:output:0", "data:output:0"),
                    "T",
                    types(FLOAT));
          }
          case ASSERT -> {
            nodes.add(truth("true"));
            yield with(node("harm", "Assert", "true:output:0", content), "T", types(STRING));
          }
        });
    return nodes;
  }

  /** Adds what makes the file's name; gives its tensor. */
  private String path(List<NodeDef> nodes, Map<String, AttrValue> needs) {
    switch (way) {
      case ARGUMENT -> {
        return "path";
      }
      case TENSOR_ATTRIBUTE -> {
        needs.put("t", text("t", file.toString()).getAttrOrThrow("value"));
        nodes.add(with(text("p", ""), "value", AttrValue.newBuilder().setPlaceholder("t").build()));
      }
      case PIECES -> {
        String whole = file.toString();
        nodes.add(text("first", whole.substring(0, 3)));
        nodes.add(text("second", whole.substring(3)));
        nodes.add(
            with(
                node("p", "StringJoin", "first:output:0", "second:output:0"),
                "N",
                AttrValue.newBuilder().setI(2).build()));
        return "p:output:0";
      }
      case CHOICE -> {
        nodes.add(truth("choice"));
        nodes.add(text("first", file.toString()));
        nodes.add(
            with(
                node("p", "SelectV2", "choice:output:0", "first:output:0", "content:output:0"),
                "T",
                STRING));
      }
      default -> nodes.add(text("p", file.toString()));
    }
    return "p:output:0";
  }
}
