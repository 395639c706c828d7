package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.testing.Poison;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Models of ours whose file was cut or bent: every way to them says so and names them. */
class ModelsTest {
  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void write() {
    folder = TinyNetwork.savedIn(root.resolve("ours"));
  }

  @Test
  void areRefusedWhereverTheyAreCut() throws IOException {
    Path file = folder.resolve("saved_model.pb");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < 60; i++) {
      Files.write(file, Arrays.copyOf(whole, i * whole.length / 60));
      assertRefused();
    }
  }

  @Test
  void areRefusedWithoutTheDescriptionsValue() {
    bend(graph -> description(graph).clearAttr());
    assertRefused();
  }

  @Test
  void areRefusedWithADescriptionOfAnotherType() {
    bend(
        graph ->
            description(graph)
                .putAttr("value", Poison.text("x", "no JSON").getAttrOrThrow("value")));
    assertRefused();
  }

  @Test
  void areRefusedWithNeitherGraphNorDescription() {
    bend(MetaGraphDef.Builder::clear);
    assertRefused();
  }

  private void bend(Consumer<MetaGraphDef.Builder> change) {
    Poison.into(folder, change);
  }

  private static NodeDef.Builder description(MetaGraphDef.Builder graph) {
    return graph.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getName().equals("sourcefree_model"))
        .findFirst()
        .orElseThrow();
  }

  private void assertRefused() {
    PretrainedModel said = PretrainedModel.unsaid(folder);
    assertRefused(() -> new Models().open(said, Use.PREDICTION));
    assertRefused(() -> new Models().describe(said));
    try {
      new Models().requireAllowed(folder);
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining(folder.toString());
    }
  }

  private void assertRefused(Runnable opening) {
    assertThatThrownBy(opening::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString());
  }
}
