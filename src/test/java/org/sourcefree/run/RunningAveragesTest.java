package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ForeignGraph;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Model;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.TinyNetwork;

class RunningAveragesTest {
  @TempDir private Path folder;

  @Test
  void ourNetworksAreSavedAndComeBack() {
    try (ModelSession model = new ModelSession(TinyNetwork.MODEL)) {
      model.initialise(1);
      assertComeBack(model);
    }
  }

  @Test
  void anotherProgramsAreSavedAndComeBackWhateverTheirNames() throws IOException {
    Path theirs = folder.resolve("theirs");
    ForeignTiny.write(theirs, ForeignTiny.Weights.FROZEN);
    ForeignGraph read =
        ForeignGraph.read(
            SavedModelFile.read(theirs),
            TensorName.parse("image:0"),
            TensorName.parse("logits:0"),
            List.of());
    try (ModelSession model =
        new ModelSession(
            new Model(
                read.network(), TinyNetwork.MODEL.classes(), TinyNetwork.MODEL.preprocessing()))) {
      model.variables().assign(model.session(), read.weights());
      assertComeBack(model);
    }
  }

  private static void assertComeBack(ModelSession model) {
    RunningAverages saved = RunningAverages.of(model);
    // A mean and a variance each: the stem's, three a block, one a shortcut.
    assertThat(saved.values()).hasSize(2 * (1 + 3 * 6 + 4));
    Map<String, float[]> moved = new LinkedHashMap<>();
    for (Variable average : model.variables().of(Role.AVERAGE)) {
      moved.put(average.name(), new float[Math.toIntExact(average.shape().size())]);
    }
    model.variables().assign(model.session(), moved);
    assertThat(RunningAverages.of(model)).isNotEqualTo(saved);
    saved.restore(model);
    assertThat(RunningAverages.of(model)).isEqualTo(saved);
  }
}
