package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.Poison.call;
import static org.sourcefree.testing.Poison.function;
import static org.sourcefree.testing.Poison.node;
import static org.sourcefree.testing.Poison.text;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GradientDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Savers that are reached by other ways than a call, and names that are not what they seem. */
class HiddenCallsTest {
  private static final String NOT_THE_SAVERS =
      "saves or restores with a file's name that is not the saver's";

  @Test
  void aFunctionThatTheCallerGives() {
    assertThat(
            found(
                graph ->
                    graph
                        .getGraphDefBuilder()
                        .addNode(nested("bad", "wrapper", Map.of("g", named("restore"))))
                        .getLibraryBuilder()
                        .addFunction(
                            function("wrapper", "x", given("c", "StatefulPartitionedCall", "f")))))
        .contains(
            "StatefulPartitionedCall takes its attribute f from whoever calls it (node c of function wrapper)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"restore", "save"})
  void aSaverInTheAttributeOfAFunctionsAttribute(String saver) {
    NodeDef bad = nested("bad", "SymbolicGradient", Map.of("f", named(saver)), "saver_filename");
    assertThat(found(graph -> graph.getGraphDefBuilder().addNode(bad)))
        .contains("StatefulPartitionedCall " + NOT_THE_SAVERS + " (node bad)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WriteFile", "PartitionedCall", "Const", "StringJoin", "wrapper", "None"})
  void textsTensorsAndFunctionsThatTheCallerGives(String operation) {
    Map<String, String> attribute =
        Map.of("PartitionedCall", "f", "Const", "value", "StringJoin", "separator", "wrapper", "s");
    String name = attribute.getOrDefault(operation, "unknown");
    assertThat(found(library(function("f", "x", given("n", operation, name)))))
        .contains(
            "%s takes its attribute %s from whoever calls it (node n of function f)"
                .formatted(operation, name));
    AttrValue inner = AttrValue.newBuilder().setPlaceholder("p").build();
    assertThat(found(library(function("f", "x", nested("n", operation, Map.of(name, inner))))))
        .contains(
            "StatefulPartitionedCall takes its attribute %s from whoever calls it (node n of function f)"
                .formatted(name));
  }

  @Test
  void typesAndNumbersThatTheCallerGivesAreNoneOfThese() {
    assertThat(
            found(
                library(
                    function(
                        "f",
                        "x",
                        given("a", "AddV2", "T"),
                        given("b", "IdentityN", "T"),
                        given("c", "Pack", "N"),
                        given("d", "Conv2D", "strides"),
                        given("e", "FusedBatchNormV3", "epsilon"),
                        given("f", "FusedBatchNormV3", "is_training"),
                        given("g", "Placeholder", "shape"),
                        given("h", "PartitionedCall", "Tin")))))
        .isEmpty();
  }

  @Test
  void aConstantThatIsCalledLikeAnArgument() {
    assertThat(
            found(
                library(
                    function(
                        "f",
                        "path",
                        text("path", "name"),
                        node("bad", "RestoreV2", "path:output:0", "x", "x")))))
        .containsExactly("RestoreV2 " + NOT_THE_SAVERS + " (node bad of function f)");
  }

  @Test
  void namesMadeInOtherWaysThanTheSavers() {
    NodeDef separated =
        node("join", "StringJoin", "path", "suffix:output:0").toBuilder()
            .putAttr("separator", word("s"))
            .build();
    for (List<NodeDef> way :
        List.of(
            List.of(text("suffix", "x"), node("join", "StringJoin", "path", "suffix:output:0")),
            List.of(text("suffix", "_temp/part"), separated),
            List.of(text("suffix", "_temp/part"), node("join", "StringJoin", "path", "path")),
            List.of(
                text("suffix", ".part"),
                text("other", "."),
                node("choice", "SelectV2", "q:z:0", "suffix:output:0", "other:output:0"),
                node("join", "StringJoin", "path", "choice:output:0")),
            List.of(node("join", "Substr", "path", "a:output:0", "b:output:0")))) {
      FunctionDef.Builder saving = function("f", "path").toBuilder().addAllNodeDef(way);
      saving.addNodeDef(node("shard", "ShardedFilename", "join:output:0", "i:output:0", "n:o:0"));
      saving.addNodeDef(node("bad", "SaveV2", "shard:filename:0", "x", "x"));
      assertThat(found(library(saving.build())))
          .containsExactly("SaveV2 " + NOT_THE_SAVERS + " (node bad of function f)");
      assertThat(
              found(
                  library(
                      function("f", "path").toBuilder()
                          .addAllNodeDef(way)
                          .addNodeDef(node("bad", "RestoreV2", "join:output:0", "x", "x"))
                          .build())))
          .containsExactly("RestoreV2 " + NOT_THE_SAVERS + " (node bad of function f)");
    }
  }

  @Test
  void argumentsBehindAListOfThem() {
    FunctionDef.Builder lists = function("lists", "texts", restoring("path")).toBuilder();
    lists.getSignatureBuilder().getInputArgBuilder(0).setNumberAttr("N");
    lists.getSignatureBuilder().addInputArgBuilder().setName("path").setType(DataType.DT_STRING);
    assertThat(
            found(
                graph ->
                    graph
                        .getGraphDefBuilder()
                        .addNode(text("evil", "x"))
                        .addNode(call("bad", "lists", "evil", "saver_filename", "evil"))
                        .getLibraryBuilder()
                        .addFunction(lists)))
        .contains("StatefulPartitionedCall " + NOT_THE_SAVERS + " (node bad)");
  }

  @Test
  void aSaversNameWithATextOfItsOwn() {
    MetaGraphDef.Builder graph = SaverForms.ofTensorFlow1();
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getName().equals("save/filename/input")) {
        node.putAllAttr(text("", "/etc/passwd").getAttrMap());
      }
    }
    assertThat(found(graph)).isNotEmpty();
  }

  @Test
  void gradientsAndOtherImplementations() {
    assertThat(
            found(
                graph ->
                    functions(graph)
                        .addGradient(
                            GradientDef.newBuilder()
                                .setFunctionName("serve")
                                .setGradientFunc("restore"))))
        .containsExactly("RestoreV2 reads files outside of the model's saver (node restore)");
    assertThat(
            found(
                graph ->
                    functions(graph)
                        .getFunctionBuilderList()
                        .forEach(each -> each.putAttr("api_implements", word("x")))))
        .containsExactly(
            "SaveV2 writes files outside of the model's saver (node save)",
            "RestoreV2 reads files outside of the model's saver (node restore)");
  }

  @Test
  void functionsInPlaceOfOperationsAndOfOtherFunctions() {
    assertThat(found(library(function("ShardedFilename", "x"))))
        .containsExactly(
            "ShardedFilename is a function in place of an operation (function ShardedFilename)");
    assertThat(found(library(function("f", "x"), function("f", "y"))))
        .containsExactly("f is the name of two functions (function f)");
  }

  @Test
  void functionsThatCallEachOther() {
    FunctionDef first = function("first", "path", call("c", "second", "path"));
    FunctionDef second = function("second", "path", call("c", "first", "path"), restoring("path"));
    assertThat(found(library(first, second))).isEmpty();
    MetaGraphDef.Builder called = library(first, second);
    called.getGraphDefBuilder().addNode(text("p", "x")).addNode(call("bad", "first", "p"));
    assertThat(found(called)).contains("StatefulPartitionedCall " + NOT_THE_SAVERS + " (node bad)");
  }

  private static NodeDef restoring(String path) {
    return node("restoring", "RestoreV2", path, "x", "x");
  }

  private static AttrValue named(String name) {
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }

  private static AttrValue word(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  /** A node one of whose attributes its function's caller gives. */
  private static NodeDef given(String name, String operation, String attribute) {
    AttrValue placeholder = AttrValue.newBuilder().setPlaceholder("given").build();
    return node(name, operation).toBuilder().putAttr(attribute, placeholder).build();
  }

  /** A call of a function with attributes of its own. */
  private static NodeDef nested(
      String name, String function, Map<String, AttrValue> attributes, String... inputs) {
    NameAttrList list = NameAttrList.newBuilder().setName(function).putAllAttr(attributes).build();
    return node(name, "StatefulPartitionedCall", inputs).toBuilder()
        .putAttr("f", AttrValue.newBuilder().setFunc(list).build())
        .build();
  }

  private static MetaGraphDef.Builder library(FunctionDef... functions) {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    functions(graph).addAllFunction(List.of(functions));
    return graph;
  }

  private static FunctionDefLibrary.Builder functions(MetaGraphDef.Builder graph) {
    return graph.getGraphDefBuilder().getLibraryBuilder();
  }

  /** What is found in a saver of TensorFlow 2 after a change. */
  private static List<String> found(Consumer<MetaGraphDef.Builder> change) {
    MetaGraphDef.Builder graph = SaverForms.ofTensorFlow2();
    change.accept(graph);
    return found(graph);
  }

  private static List<String> found(MetaGraphDef.Builder graph) {
    return OperationScan.of(SavedModel.newBuilder().addMetaGraphs(graph).build()).stream()
        .map(Found::line)
        .toList();
  }
}
