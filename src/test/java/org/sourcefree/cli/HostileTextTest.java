package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.PlainText;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Names that steer a terminal, break a line or turn the order of reading, wherever they come from.
 */
class HostileTextTest {
  private static final String MODEL = "models/street_scenes_source";
  private static final String HOSTILE = "a\nerror: b\u001b[2J\r\u009b1mc\u202egnp";
  private static final String SHOWN = "a\\nerror: b\\u001b[2J\\r\\u009b1mc\\u202egnp";

  @TempDir private Path folder;

  @Test
  void commandsOptionsAndOverrides() {
    Terminal.run("adapt" + HOSTILE).refused("adapta error: b\\u001b[2J");
    Terminal.run("doctor", "--" + HOSTILE).refused("a error: b\\u001b[2J");
    SmallTask task = SmallTask.write(folder);
    Terminal.run("adapt", task.config("adapt"), "--set", HOSTILE + "=1").refused(SHOWN);
    Terminal.run("adapt", task.config("adapt"), "--set", "seed=" + HOSTILE).refused("U+001B");
    Terminal.run("adapt", folder.resolve(HOSTILE).toString()).refused(SHOWN);
  }

  @Test
  void aStackTrace() {
    PrintStream old = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      Sourcefree.execute("adapt", "--debug", folder.resolve(HOSTILE).toString());
    } finally {
      System.setErr(old);
    }
    String trace = err.toString(StandardCharsets.UTF_8);
    assertThat(trace).contains("\tat ").isEqualTo(PlainText.lines(trace));
  }

  @Test
  void namesOfImages() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    byte[] pixels = new byte[3 * 32 * 16];
    PngWriter.writeRgb(images.resolve(HOSTILE + ".png"), new RgbImage(32, 16, pixels));
    Files.writeString(images.resolve(HOSTILE + "2.png"), "none");
    String out = folder.resolve("predicted").toString();
    Terminal predicted = Terminal.run("predict", MODEL, images.toString(), "--out", out);
    assertThat(predicted.complaints()).singleElement().asString().contains(SHOWN + "2.png");
    isPlain(predicted);
  }

  @Test
  void namesInListsAndFindings() throws IOException {
    SmallTask task = SmallTask.write(folder);
    Path images = Files.createDirectories(folder.resolve("images"));
    Files.writeString(images.resolve(HOSTILE + ".png"), "none");
    Path list = Files.writeString(folder.resolve("list.txt"), "../\u001b[2J.png\n");
    String target = "data.target={kind: image_folder, root: " + images + "}";
    Terminal checked =
        Terminal.run(
            "check-data",
            task.config("adapt"),
            "--out",
            folder.resolve("out").toString(),
            "--set",
            "data.evaluation=" + target.replace("data.target=", ""),
            "--set",
            target);
    assertThat(checked.out()).contains(SHOWN + ".png ").doesNotContain("\nerror: b");
    isPlain(checked);
    String listed =
        "data.target={kind: images, root: %s, list: %s}".formatted(images, list.toAbsolutePath());
    isPlain(Terminal.run("check", task.config("adapt"), "--no-step", "--set", listed));
    assertThat(Files.readString(folder.resolve("out/check.json")))
        .contains("\\u202e", "\\u009b")
        .isEqualTo(PlainText.lines(Files.readString(folder.resolve("out/check.json"))));
  }

  @Test
  void namesInAModel() throws IOException {
    NodeDef.Builder node = NodeDef.newBuilder().setName(HOSTILE).setOp("Op" + HOSTILE);
    node.putAttr(HOSTILE, AttrValue.newBuilder().setS(ByteString.copyFromUtf8(HOSTILE)).build());
    TensorInfo tensor = TensorInfo.newBuilder().setName(HOSTILE).build();
    MetaGraphDef.Builder graph =
        MetaGraphDef.newBuilder()
            .setGraphDef(
                GraphDef.newBuilder()
                    .addNode(node)
                    .addNode(NodeDef.newBuilder().setName("n" + HOSTILE).setOp("WriteFile")))
            .putSignatureDef(HOSTILE, SignatureDef.newBuilder().putInputs(HOSTILE, tensor).build());
    graph.getMetaInfoDefBuilder().addTags("serve");
    Files.write(
        folder.resolve("saved_model.pb"),
        SavedModel.newBuilder().addMetaGraphs(graph).build().toByteArray());
    Terminal inspected = Terminal.run("inspect", folder.toString());
    assertThat(inspected.complaints()).isEmpty();
    assertThat(inspected.out()).contains("1 Op" + SHOWN, SHOWN + " in " + SHOWN, "n" + SHOWN);
    isPlain(inspected);
    isPlain(Terminal.run("export", folder.toString(), "--out", folder.resolve("x").toString()));
    String images = MODEL;
    isPlain(Terminal.run("predict", folder.toString(), images, "--out", folder + "/y"));
  }

  @Test
  void namesInACheckpoint() throws IOException {
    String header =
        "{\"%s\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}"
            .formatted("a\\nerror: b\\u001b[2J\\r\\u009b1mc\\u202egnp");
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(12 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    Path checkpoint = folder.resolve("a.safetensors");
    Files.write(checkpoint, file.putLong(bytes.length).put(bytes).putFloat(1).array());
    Terminal imported =
        Terminal.run("import", checkpoint.toString(), "--classes", "5", "--dry-run");
    isPlain(imported);
    assertThat(imported.out() + imported.complaints()).contains(SHOWN);
  }

  @Test
  void namesOfClasses() {
    SmallTask task = SmallTask.write(folder);
    String classes = "data.own_classes={names: [road, \"a\\e[2J\"]}";
    Terminal.run("pretrain", task.config("pretrain"), "--set", classes.replace("data.", "model."))
        .refused("control characters", "a\\u001b[2J");
    for (String name : List.of("a\nb", "a\u202eb")) {
      Terminal.run(
              "import", "any.pth", "--classes", "2", "--dry-run", "--class-names", "road," + name)
          .refused("--class-names", "control characters", PlainText.line(name));
    }
  }

  private static void isPlain(Terminal terminal) {
    String all = terminal.out() + String.join("\n", terminal.complaints());
    assertThat(all).isNotBlank().isEqualTo(PlainText.lines(all)).doesNotContain("\nerror: b");
  }
}
