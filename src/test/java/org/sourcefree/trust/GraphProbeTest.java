package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.Poison;
import org.sourcefree.trust.ModelGuard.Use;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Graphs that end the process that uses them. */
class GraphProbeTest {
  @TempDir private Path folder;

  @Test
  void letsPassWhatCanBeTrained() throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.RESOURCE);
    assertThat(GraphProbe.refusal(ForeignTiny.named(folder), Use.TRAINING)).isEmpty();
    assertThat(GraphProbe.inspect(folder)).contains("candidates for model.graph.logits: [AddN:0]");
  }

  @Test
  void leavesWhatIsRefusedToTheRun() throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.FROZEN);
    Poison.into(folder, graph -> graph.getGraphDefBuilder().getNodeBuilder(0).setOp("Nothing"));
    assertThat(GraphProbe.refusal(ForeignTiny.named(folder), Use.PREDICTION)).isEmpty();
    assertThat(GraphProbe.refusal(PretrainedModel.unsaid(folder), Use.TRAINING)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesWhatEndsTheProcess(boolean quietly) throws IOException {
    ForeignTiny.write(folder, ForeignTiny.Weights.RESOURCE);
    Poison.into(folder, graph -> abort(graph, quietly));
    assertThatThrownBy(() -> new ModelGuard(true, Use.TRAINING).require(adaptation().models()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(
            "a process that tried it ended with " + (quietly ? "exit code 0" : "signal 6"));
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

  private Adaptation adaptation() {
    Adaptation shipped =
        (Adaptation)
            org.sourcefree.config.ConfigReader.read(
                Path.of("configs/street_scenes/ld.yaml"), List.of(), Experiment.class);
    return new Adaptation(
        1,
        shipped.output(),
        ForeignTiny.named(folder),
        shipped.data(),
        shipped.batchNorm(),
        shipped.pseudoLabels(),
        shipped.objective(),
        shipped.optimizer(),
        shipped.schedule(),
        shipped.training(),
        shipped.device(),
        shipped.precision());
  }
}
