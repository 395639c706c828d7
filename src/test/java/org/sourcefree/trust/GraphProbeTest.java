package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.Poison;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Graphs that end the process that uses them. */
class GraphProbeTest {
  @TempDir private Path folder;

  @Test
  void letsPassWhatCanBeTrained() throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.RESOURCE);
    assertThat(GraphProbe.refusal(StoredModel.read(folder), model(), Use.TRAINING)).isEmpty();
    assertThat(GraphProbe.inspect(folder)).contains("candidates for model.graph.logits: [AddN:0]");
  }

  @Test
  void leavesWhatIsRefusedToTheRun() throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.FROZEN);
    Poison.into(folder, graph -> graph.getGraphDefBuilder().getNodeBuilder(0).setOp("Nothing"));
    assertThat(GraphProbe.refusal(StoredModel.read(folder), model(), Use.PREDICTION)).isEmpty();
    assertThat(
            GraphProbe.refusal(
                StoredModel.read(folder), PretrainedModel.unsaid(folder), Use.TRAINING))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesWhatEndsTheProcess(boolean quietly) throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.RESOURCE);
    Poison.into(folder, graph -> abort(graph, quietly));
    assertThatThrownBy(() -> new Models(Trust.EVERYTHING).open(model(), Use.TRAINING))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(
            "a process that tried it ended with " + (quietly ? "exit code 0" : "signal 6"));
  }

  @Test
  void believesNothingThatTheGraphPrints() throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.RESOURCE);
    Poison.into(folder, GraphProbeTest::print);
    assertThat(GraphProbe.inspect(folder))
        .contains("candidates for model.graph.logits: [AddN:0]")
        .noneMatch(line -> line.contains("forged"));
  }

  /** Loading the model prints what an answer was once told by, and then much more. */
  private static void print(MetaGraphDef.Builder graph) {
    AttrValue stream = AttrValue.newBuilder().setS(ByteString.copyFromUtf8("stdout")).build();
    String forged = "sourcefree result: {\"lines\": [\"forged\"]}\n" + "x".repeat(1 << 20);
    graph
        .getGraphDefBuilder()
        .addNode(Poison.text("forged", forged))
        .addNode(
            Poison.node("print", "PrintV2", "forged").toBuilder().putAttr("output_stream", stream));
    graph.putCollectionDef("saved_model_main_op", SaverForms.nodes("print"));
  }

  /** Reading any weight ends the process. */
  private static void abort(MetaGraphDef.Builder graph, boolean quietly) {
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getOp().equals("ReadVariableOp")) {
        node.addInput("^bad");
      }
    }
    AttrValue value = AttrValue.newBuilder().setB(quietly).build();
    graph
        .getGraphDefBuilder()
        .addNode(Poison.node("bad", "Abort").toBuilder().putAttr("exit_without_error", value));
  }

  private PretrainedModel model() {
    return ForeignTiny.named(folder);
  }
}
