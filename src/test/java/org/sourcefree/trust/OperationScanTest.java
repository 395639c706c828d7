package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.Poison.call;
import static org.sourcefree.testing.Poison.function;
import static org.sourcefree.testing.Poison.node;
import static org.sourcefree.testing.Poison.tensor;
import static org.sourcefree.testing.Poison.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.savedmodel.SavedModelFolder;
import org.sourcefree.savedmodel.SavedModelFolderTest;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.FunctionModel;
import org.sourcefree.testing.Poison;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** What is found in SavedModels that do more than compute, and that honest ones pass. */
class OperationScanTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WriteFile",
        "ReadFile",
        "PyFunc",
        "EagerPyFunc",
        "RpcClient",
        "DataServiceDatasetV4",
        "MatchingFiles",
        "ImmutableConst",
        "DatasetFromGraph",
        "DebugIdentityV2",
        "Abort",
        "Print",
        "PrintV2"
      })
  void anywhereInTheModel(String operation) {
    NodeDef bad = node("bad", operation);
    assertThat(found(MetaGraphDef.newBuilder(), bad)).containsExactly(operation);
    assertThat(found(library(function("f", "x", bad)))).containsExactly(operation);
    assertThat(found(library(function("f", "x", call("c", "g")), function("g", "y", bad))))
        .containsExactly(operation);
    SavedModel second =
        SavedModel.newBuilder()
            .addMetaGraphs(MetaGraphDef.newBuilder())
            .addMetaGraphs(library(function("f", "x", bad)))
            .build();
    assertThat(OperationScan.of(second))
        .containsExactly(
            new Found(operation, "bad", "f", RefusedOperations.reason(bad).orElseThrow()));
  }

  @ParameterizedTest
  @EnumSource(ForeignTiny.Weights.class)
  void nothingInModelsThatTensorFlowJavaWrites(ForeignTiny.Weights weights) throws IOException {
    ForeignTiny.write(folder.resolve("theirs"), weights);
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder.resolve("theirs")))).isEmpty();
  }

  @Test
  void nothingInOurModels() {
    new SavedModelFolder(folder.resolve("ours"))
        .write(TinyNetwork.MODEL, "a description", SavedModelFolderTest.weights());
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder.resolve("ours")))).isEmpty();
    assertThat(SavedModelScan.lines(SavedModelFile.read(Path.of("models/street_scenes_source"))))
        .isEmpty();
    FunctionModel.write(folder.resolve("functions"));
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder.resolve("functions")))).isEmpty();
  }

  @Test
  void nothingInTheSaversOfTensorFlow1And2() {
    assertThat(found(SaverForms.ofTensorFlow1())).isEmpty();
    assertThat(found(SaverForms.ofTensorFlow2())).isEmpty();
  }

  /** As Estimators of TensorFlow 1 export them. */
  @Test
  void nothingInASecondSaverThatNothingRuns() {
    MetaGraphDef.Builder graph = SaverForms.ofTensorFlow1();
    MetaGraphDef.Builder second = SaverForms.ofTensorFlow1();
    for (NodeDef.Builder node : second.getGraphDefBuilder().getNodeBuilderList()) {
      node.setName("again/" + node.getName());
      for (int i = 0; i < node.getInputCount(); i++) {
        String input = node.getInput(i);
        boolean waits = input.startsWith("^");
        node.setInput(i, waits ? "^again/" + input.substring(1) : "again/" + input);
      }
    }
    graph.getGraphDefBuilder().addAllNode(second.getGraphDef().getNodeList());
    assertThat(found(graph)).isEmpty();
    for (String restore : List.of("again/save/restore_all", "both")) {
      MetaGraphDef.Builder other = graph.clone();
      other.getSaverDefBuilder().setRestoreOpName(restore);
      NodeDef both = node("both", "NoOp", "^save/restore_all", "^again/save/restore_all");
      assertThat(found(other, both)).containsExactly("RestoreV2");
    }
    MetaGraphDef.Builder initial = graph.clone();
    initial.putCollectionDef("legacy_init_op", SaverForms.nodes("again/save/restore_all"));
    assertThat(found(initial)).contains("RestoreV2");
  }

  @Test
  void aSaverWithAFileOfItsOwn() {
    MetaGraphDef.Builder graph = SaverForms.ofTensorFlow1();
    assertThat(found(graph, text("path", "/etc/x"), node("bad", "SaveV2", "path", "path", "path")))
        .containsExactly("SaveV2");
    assertThat(found(graph, text("path", "x"), node("bad", "RestoreV2", "path", "path", "path")))
        .containsExactly("RestoreV2");
    assertThat(
            found(
                graph,
                text("path", "/etc/"),
                node("joined", "StringJoin", "path", "save/Const"),
                node("bad", "SaveV2", "joined")))
        .containsExactly("SaveV2");
    assertThat(found(graph, node("bad", "SaveV2"))).containsExactly("SaveV2");
    assertThat(found(graph, node("bad", "MergeV2Checkpoints", "save/Const", "fresh")))
        .containsExactly("MergeV2Checkpoints");
    assertThat(found(library(function("f", "x", text("p", "/tmp/a"), node("s", "SaveV2", "p")))))
        .containsExactly("SaveV2");
  }

  @Test
  void aSaverOfAFunctionCalledWithAFileOfItsOwn() {
    MetaGraphDef.Builder graph = SaverForms.ofTensorFlow2();
    assertThat(found(graph, text("p", "/etc/x"), call("bad", "restore", "p")))
        .containsExactly("StatefulPartitionedCall");
    FunctionDef outer = function("outer", "x", text("p", "/e"), call("c", "restore", "p:output:0"));
    graph.getGraphDefBuilder().getLibraryBuilder().addFunction(outer);
    assertThat(found(graph)).containsExactly("StatefulPartitionedCall");
  }

  @Test
  void aSaverThatASignatureOrALoadLeadsTo() {
    for (MetaGraphDef.Builder graph :
        List.of(SaverForms.ofTensorFlow1(), SaverForms.ofTensorFlow2())) {
      String saving = SaverNodes.node(graph.getSaverDef().getSaveTensorName());
      MetaGraphDef.Builder output = graph.clone();
      output.putSignatureDef(
          "serving_default",
          SignatureDef.newBuilder().putOutputs("y", tensor(saving + ":0")).build());
      assertThat(found(output)).contains("SaveV2");
      MetaGraphDef.Builder initial = graph.clone();
      initial.putCollectionDef("saved_model_main_op", SaverForms.nodes("start"));
      assertThat(found(initial, node("start", "NoOp", "^" + saving))).contains("SaveV2");
      assertThat(found(graph, node("weight", "ReadVariableOp", "v", "^" + saving)))
          .contains("SaveV2");
      MetaGraphDef.Builder restoring = graph.clone();
      restoring.getSaverDefBuilder().setRestoreOpName(saving);
      assertThat(found(restoring)).contains("SaveV2");
    }
  }

  @Test
  void linksAndNamesThatLeadOutOfTheFolder() throws IOException {
    FunctionModel.write(folder.resolve("model"));
    Path data = folder.resolve("model/variables/variables.data-00000-of-00001");
    Path moved = folder.resolve("moved");
    Files.move(data, moved);
    Files.createSymbolicLink(data, moved);
    Files.writeString(folder.resolve("model/saved_model.cpb"), "x");
    Poison.into(
        folder.resolve("model"), graph -> graph.addAssetFileDefBuilder().setFilename("../../x"));
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder.resolve("model"))))
        .hasSize(3)
        .anyMatch(line -> line.contains("variables.data") && line.contains("symbolic link"));
    Files.createSymbolicLink(folder.resolve("other"), folder.resolve("model"));
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder.resolve("other")))).hasSize(3);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("inside"));
    FunctionModel.write(folder.resolve("inside"));
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder.resolve("link")))).isEmpty();
  }

  private static MetaGraphDef.Builder library(FunctionDef... functions) {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.getGraphDefBuilder().getLibraryBuilder().addAllFunction(List.of(functions));
    return graph;
  }

  private static List<String> found(MetaGraphDef.Builder graph, NodeDef... more) {
    MetaGraphDef.Builder changed = graph.clone();
    changed.getGraphDefBuilder().addAllNode(List.of(more));
    return OperationScan.of(SavedModel.newBuilder().addMetaGraphs(changed).build()).stream()
        .map(Found::operation)
        .distinct()
        .toList();
  }
}
