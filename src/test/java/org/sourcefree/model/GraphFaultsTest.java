package org.sourcefree.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.network.Model;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;

class GraphFaultsTest {
  @TempDir private Path folder;
  private Model foreign = TinyNetwork.MODEL;

  @BeforeEach
  void write() throws Exception {
    ForeignTiny.write(folder, ForeignTiny.Weights.RESOURCE);
    PretrainedModel said = ForeignTiny.named(folder);
    foreign = NamedGraph.model(said, NamedGraph.read(said, SavedModelFile.read(folder)));
  }

  @Test
  void saysOfWhichModelTensorFlowFailed() {
    assertThatThrownBy(() -> GraphFaults.computed(folder, foreign, GraphFaultsTest::fail))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the graph must be one that TensorFlow can compute, got: Cannot parse tensor (%s)"
                .formatted(folder));
  }

  @Test
  void leavesAloneWhatIsNotTheGraphsFault() {
    assertThatThrownBy(() -> GraphFaults.computed(folder, TinyNetwork.MODEL, GraphFaultsTest::fail))
        .isInstanceOf(TFInvalidArgumentException.class);
    assertThatThrownBy(() -> GraphFaults.computed(folder, foreign, GraphFaultsTest::exhaust))
        .isInstanceOf(TFResourceExhaustedException.class);
    assertThat(GraphFaults.computed(folder, foreign, () -> "done")).isEqualTo("done");
  }

  private static String fail() {
    throw new TFInvalidArgumentException("Cannot parse tensor\n\t [[{{node Const}}]]");
  }

  private static String exhaust() {
    throw new TFResourceExhaustedException("OOM");
  }
}
