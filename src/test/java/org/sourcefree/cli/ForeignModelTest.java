package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;

/** Adapting and evaluating a frozen graph of another program through the command line. */
@Tag("end-to-end")
class ForeignModelTest {
  private static final String GRAPH =
      "model.graph={input: \"image:0\", logits: \"%s:0\", head: [Const]}";

  @TempDir private static Path root;
  private static SmallTask task;
  private static Refusals refusals;

  @BeforeAll
  static void write() throws IOException {
    task = SmallTask.write(root);
    refusals = new Refusals(task);
    Terminal.run("generate", task.config("scenes")).succeeded();
    writeModel();
  }

  @Test
  void isAdaptedAndThenDescribesItself() {
    task.adapt("adapted", sets(GRAPH.formatted("logits"))).succeeded();
    String model = root.resolve("adapted").toString();
    assertThat(Terminal.run("inspect", model).succeeded().out())
        .contains("as it is", "a graph of", "serving_default out labels");
    Terminal.run("evaluate", task.config("adapt"), "--set", "model.saved_model=" + model)
        .succeeded();
    List<String> again = new ArrayList<>(List.of("evaluate", task.config("adapt")));
    again.addAll(List.of(sets(GRAPH.formatted("logits"), "model.saved_model=" + model)));
    Terminal.run(again.toArray(String[]::new)).succeeded();
    refusals.evaluate(
        with(GRAPH.formatted("hidden"), "model.saved_model=" + model),
        "model.graph.logits must agree");
    task.adapt("again", "--set", "model.saved_model=" + model).succeeded();
  }

  @Test
  void isEvaluatedAsItIs() {
    List<String> arguments = new ArrayList<>(List.of("evaluate", task.config("adapt")));
    arguments.addAll(List.of(sets(GRAPH.formatted("logits"))));
    Terminal.run(arguments.toArray(String[]::new)).succeeded();
  }

  @Test
  void isServedAsItIs() {
    List<String> arguments = new ArrayList<>(List.of("export", task.config("adapt")));
    arguments.addAll(List.of("--out", root.resolve("served").toString()));
    arguments.addAll(List.of(sets(GRAPH.formatted("logits"))));
    assertThat(Terminal.run(arguments.toArray(String[]::new)).succeeded().out())
        .contains("served/theirs/1", "the network sees: 40x88");
  }

  @Test
  void isRefusedWhereItCannotBeTrained() {
    refusals.adapt(with(GRAPH.formatted("logits"), SHORTCUT), "scale_and_shift must be");
    refusals.adapt(with(GRAPH.formatted("unroutable")), "unroutable", "is dilated");
    refusals.adapt(with(GRAPH.formatted("logist")), "did you mean logits:0?");
    refusals.adapt(
        with(GRAPH.formatted("logits").replace("Const", "Cosnt")),
        "model.graph.head must hold",
        "none begins with Cosnt, did you mean Const?");
    refusals.evaluate(
        with(
            GRAPH.formatted("logits"),
            "model.saved_model=" + Path.of("models/street_scenes_source").toAbsolutePath()),
        "model.graph must be left out");
  }

  private static final String SHORTCUT = "batch_norm.scale_and_shift=shortcut";

  private static List<String> with(String... more) {
    List<String> set =
        new ArrayList<>(
            List.of(
                "model.saved_model=" + root.resolve("theirs"),
                "model.classes=cityscapes_19",
                "model.preprocessing={channel_order: rgb, mean: [120, 120, 120], standard_deviation: [60, 60, 60]}"));
    set.addAll(List.of(more));
    return set;
  }

  private static String[] sets(String... more) {
    return with(more).stream()
        .flatMap(set -> List.of("--set", set).stream())
        .toArray(String[]::new);
  }

  private static void writeModel() throws IOException {
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> image =
          tf.withName("image")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Operand<TFloat32> x = tf.nn.relu(conv(tf, image, 3, 3, 6, 2, 1, "SAME"));
      Operand<TFloat32> hidden = tf.nn.relu(conv(tf, x, 3, 6, 7, 1, 2, "SAME"));
      Operand<TFloat32> logits = conv(tf.withName("logits"), hidden, 1, 7, 19, 1, 1, "SAME");
      conv(tf.withName("unroutable"), hidden, 3, 7, 19, 1, 2, "VALID");
      Signature signature =
          Signature.builder().input("image", image).output("logits", logits).build();
      SavedModelBundle.exporter(root.resolve("theirs").toString())
          .withSession(session)
          .withSignature(signature)
          .export();
    }
  }

  private static Operand<TFloat32> conv(
      Ops tf, Operand<TFloat32> x, int size, int in, int out, long s, long d, String padding) {
    float[] values = new float[size * size * in * out];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 1.7 + out) / (size * size);
    }
    try (TFloat32 kernel = Tensors.floats(Shape.of(size, size, in, out), values)) {
      return tf.nn.conv2d(
          x,
          Ops.create(tf.scope().env()).constantOf(kernel),
          List.of(1L, s, s, 1L),
          padding,
          Conv2d.dilations(List.of(1L, d, d, 1L)));
    }
  }
}
