package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;

/** The command inspect on our model, on other programs' and on none. */
class InspectTest {
  private static final Path SHIPPED = Path.of("models/street_scenes_source");

  @TempDir private Path folder;

  @Test
  void saysWhatOurModelIs() {
    String out = Terminal.run("inspect", SHIPPED.toString()).succeeded().out();
    assertThat(out)
        .startsWith(SHIPPED.resolve("saved_model").toString())
        .contains("serving_default in images: uint8 [?, ?, ?, 3], images:0", "more (--all)")
        .contains("DeepLabV2[", "road", "Preprocessing[", "as it is");
    String all = Terminal.run("inspect", SHIPPED.toString(), "--all").succeeded().out();
    assertThat(all).doesNotContain("--all").contains("layer5.conv2d_list.0.weight [3, 3,");
  }

  @Test
  void saysHowAFrozenGraphCanBeTrained() throws IOException {
    write("SAME");
    assertThat(Terminal.run("inspect", folder.resolve("model").toString()).succeeded().out())
        .contains("variables (0)", "1 Conv2D", "dilations above 1: [2]", "frozen:", "not said")
        .contains("by naming its tensors", "graph.input: [image:0]", "graph.logits: [Conv2d:0]")
        .contains("stay as they are: []");
  }

  @Test
  void namesTheOperationThatBarsTraining() throws IOException {
    write("VALID");
    assertThat(Terminal.run("inspect", folder.resolve("model").toString()).succeeded().out())
        .contains("not: the graph must have right gradients", "the node Conv2d is dilated");
  }

  @Test
  void refusesWhatIsNoSavedModel() throws IOException {
    Terminal.run("inspect", folder.resolve("nothing").toString()).refused("saved_model must be");
    Files.write(folder.resolve("saved_model.pb"), new byte[] {1, 2, 3});
    Terminal.run("inspect", folder.toString()).refused("could not be parsed");
  }

  /** A graph of one dilated convolution and its label. */
  private void write(String padding) throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> image =
          tf.withName("image")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      var kernel = tf.constant(new float[1][1][3][4]);
      var logits =
          tf.nn.conv2d(
              image,
              kernel,
              List.of(1L, 1L, 1L, 1L),
              padding,
              Conv2d.dilations(List.of(1L, 2L, 2L, 1L)));
      Signature signature =
          Signature.builder()
              .input("image", image)
              .output("labels", tf.math.argMax(logits, tf.constant(3)))
              .build();
      SavedModelBundle.exporter(folder.resolve("model").toString())
          .withSession(session)
          .withSignature(signature)
          .export();
    }
  }
}
