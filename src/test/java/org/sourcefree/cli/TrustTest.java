package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.FunctionModel;
import org.sourcefree.testing.Poison;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * SavedModels that write a file when they are loaded or run, through every command that opens one.
 */
class TrustTest {
  private static final String[] REFUSED = {"WriteFile writes files (node bad", "--trust", "theirs"};

  @TempDir private static Path root;
  private static SmallTask task;
  private static Refusals refusals;
  private static Path written;

  @BeforeAll
  static void write() throws IOException {
    refusals = Refusals.of(root);
    task = refusals.task();
    written = root.resolve("written");
    ForeignTiny.write(root.resolve("theirs"), ForeignTiny.Weights.RESOURCE);
    Poison.into(root.resolve("theirs"), TrustTest::poison);
    task.copy("pretrained/saved_model", "ours/theirs");
    Poison.into(root.resolve("ours/theirs"), TrustTest::poison);
    task.write(
        "theirs.yaml",
        Files.readString(root.resolve("adapt.yaml"))
            .replace("ROOT", root.toString())
            .replace(
                "saved_model: " + root + "/pretrained/saved_model",
                "saved_model: " + root + "/ours/theirs"));
    task.write(
        "suite.yaml",
        """
        kind: suite
        title: A small task
        output: ROOT/suite
        reference: {seconds_each: 5, hardware: a guess}
        seeds: [1]
        means:
          - {name: mIoU19, without: []}
        rows:
          - {name: ld, title: LD, config: ROOT/theirs.yaml}
        sweeps: []
        """
            .replace("ROOT", root.toString()));
  }

  /** Reading any weight writes the file. */
  private static void poison(MetaGraphDef.Builder graph) {
    NodeDef bad = Poison.node("bad", "WriteFile", "bad_name", "bad_text");
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getOp().equals("ReadVariableOp")) {
        node.addInput("^bad");
      }
    }
    graph
        .getGraphDefBuilder()
        .addNode(Poison.text("bad_name", written.toString()))
        .addNode(Poison.text("bad_text", "x"))
        .addNode(bad);
  }

  @BeforeEach
  void forget() throws IOException {
    Files.deleteIfExists(written);
  }

  @Test
  void areRefusedByEveryCommand() throws IOException {
    Path photos = task.imageFolder("photos");
    String config = task.path("theirs.yaml").toString();
    String model = root.resolve("ours/theirs").toString();
    String out = root.resolve("refused").toString();
    for (String command : List.of("adapt", "evaluate")) {
      refusals.refuses(List.of(command, config, "--out", out), REFUSED);
      refusals.refused(command, "adapt", foreign(), REFUSED);
    }
    refusals.refuses(List.of("predict", model, photos.toString(), "--out", out), REFUSED);
    refusals.refuses(List.of("predict", config, photos.toString(), "--out", out), REFUSED);
    refusals.refuses(List.of("export", model, "--out", out), REFUSED);
    refusals.refuses(List.of("export", config, "--out", out), REFUSED);
    refusals.refuses(List.of("export", model, "--torch", out + ".pth"), REFUSED);
    refusals.refuses(List.of("bench", config, "--parts", "step"), REFUSED);
    refusals.refuses(List.of("reproduce", task.path("suite.yaml").toString()), REFUSED);
    for (String checked : List.of(config, task.path("suite.yaml").toString())) {
      Terminal check = Terminal.run("check", checked, "--no-step");
      assertThat(check.out()).contains(REFUSED);
      assertThat(check.code()).isEqualTo(2);
    }
    assertThat(written).doesNotExist();
  }

  @Test
  void areRefusedByAnImport() {
    Path model = root.resolve("functions/theirs");
    FunctionModel.write(model);
    Path mapping = task.write("mapping.yaml", "conv1.weight: net/conv1/weight\n");
    Poison.into(
        model,
        graph ->
            graph
                .getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunction(Poison.function("f", "x", Poison.node("bad", "WriteFile"))));
    refusals.refuses(
        List.of(
            "import",
            model.toString(),
            "--mapping",
            mapping.toString(),
            "--classes",
            "5",
            "--class-names",
            "a,b,c,d,e",
            "--dry-run"),
        "WriteFile writes files (node bad of function f)",
        "--trust");
  }

  @Test
  void areReportedByInspectAndNotLoaded() {
    assertThat(Terminal.run("inspect", root.resolve("theirs").toString()).succeeded().out())
        .contains("WriteFile writes files (node bad)", "only with --trust");
    assertThat(written).doesNotExist();
    assertThat(Terminal.run("inspect", task.savedModel().toString()).succeeded().out())
        .contains("does more than compute\n  no");
  }

  @Test
  void areUsedWhereTheyAreTrusted() throws IOException {
    String config =
        Files.readString(root.resolve("adapt.yaml"))
            .replace(
                "  saved_model: " + root + "/pretrained/saved_model",
                "  " + String.join("\n  ", foreign()).replace("model.", "").replace("=", ": "));
    Path file = task.write("trusted.yaml", config);
    List<String> predict =
        List.of(
            "predict",
            file.toString(),
            task.imageFolder("more").toString(),
            "--out",
            root.resolve("predicted").toString());
    refusals.refuses(predict, REFUSED);
    List<String> trusted = new ArrayList<>(predict);
    trusted.add("--trust");
    Terminal.run(trusted.toArray(String[]::new)).succeeded();
    assertThat(written).exists();
  }

  private static List<String> foreign() {
    return List.of(
        "model.saved_model=" + root.resolve("theirs"),
        "model.graph={input: \"image:0\", logits: \"logits:0\", head: []}",
        "model.own_classes={names: [a, b, c, d, e]}",
        "model.preprocessing={channel_order: rgb, mean: [120, 120, 120], standard_deviation: [60, 60, 60]}");
  }
}
