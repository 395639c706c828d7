package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.savedmodel.SavedModelFile;
import org.tensorflow.proto.SignatureDef;

/** Exporting for a server through the command line. */
@Tag("end-to-end")
class ServingExportTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void pretrains() {
    task = SmallTask.make(root, "--set", "training.steps_per_round=2");
  }

  private static Terminal export(String folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of("export", root.resolve("pretrained") + ""));
    arguments.addAll(List.of("--out", root.resolve(folder).toString()));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  @Test
  void eachExportIsTheNextVersion() throws IOException {
    Files.createDirectories(root.resolve("many/pretrained/7"));
    Files.createDirectories(root.resolve("many/pretrained/notes"));
    assertThat(export("many").succeeded().out())
        .contains("many/pretrained/8", "the network sees: 40x88", " MB", " ms ");
    assertThat(SmallTask.files(root.resolve("many")).keySet())
        .containsExactlyInAnyOrder(
            "pretrained/8/CARD.md",
            "pretrained/8/assets.extra/tf_serving_warmup_requests",
            "pretrained/8/provenance.json",
            "pretrained/8/saved_model.pb",
            "pretrained/8/variables/variables.data-00000-of-00001",
            "pretrained/8/variables/variables.index");
    String provenance = Files.readString(root.resolve("many/pretrained/8/provenance.json"));
    assertThat(Json.map(provenance, "it")).containsKeys("model_sha256", "model_provenance");
    assertThat(Files.readString(root.resolve("many/pretrained/8/CARD.md")))
        .contains("serving_bytes", "| 0 | road |");
  }

  @Test
  void aQuantizedExportIsHalfAsLargeAndCanBeEvaluated() throws IOException {
    export("whole").succeeded();
    export("half", "--quantize", "bfloat16", "--name", "city").succeeded();
    Path half = root.resolve("half/city/1");
    String data = "variables/variables.data-00000-of-00001";
    assertThat(2 * Files.size(half.resolve(data)))
        .isLessThan((long) (1.1 * Files.size(root.resolve("whole/pretrained/1").resolve(data))));
    Terminal.run("evaluate", task.config("adapt"), "--set", "model.saved_model=" + half)
        .succeeded();
  }

  @Test
  void theSizeCanBeFixed() {
    export("fixed", "--fixed-size", "48x96", "--probabilities").succeeded();
    SignatureDef signature =
        SavedModelFile.read(root.resolve("fixed/pretrained/1"))
            .graph()
            .getSignatureDefOrThrow("serving_default");
    assertThat(signature.getInputsOrThrow("images").getTensorShape().getDimList())
        .extracting(size -> size.getSize())
        .containsExactly(-1L, 48L, 96L, 3L);
    assertThat(signature.getOutputsOrThrow("probabilities").getTensorShape().getDimList())
        .extracting(size -> size.getSize())
        .containsExactly(-1L, 48L, 96L, 19L);
    assertThat(signature.getOutputsMap()).containsKeys("labels", "confidence", "probabilities");
  }

  @Test
  void whatCannotBeExportedIsRefusedAndLeavesNothing() throws IOException {
    Refusals refusals = new Refusals(task);
    String model = root.resolve("pretrained").toString();
    String out = root.resolve("refused").toString();
    refusals.refuses(List.of("export", model), "--torch", "--out");
    refusals.refuses(List.of("export", model, "--out", out, "--torch", "x.pth"), "--torch");
    refusals.refuses(
        List.of("export", model, "--out", out, "--fixed-size", "0x5"), "HEIGHTxWIDTH", "0x5");
    refusals.refuses(
        List.of("export", model, "--out", out, "--working-size", "99999x99999"), "megapixels");
    refusals.refuses(List.of("export", model, "--out", out, "--quantize", "int8"), "int8");
    refusals.refuses(List.of("export", model, "--out", out, "--name", "../x"), "name must be");
    refusals.refuses(List.of("export", model, "--out", out, "--set", "seed=2"), "--set");
    refusals.refuses(List.of("export", out, "--out", out), "saved_model", "refused");
    refusals.refuses(List.of("export", task.config("scenes"), "--out", out), "generation");
    refusals.refuses(List.of("export", model, "--out", task.config("adapt")), "could not be made");
    export("once").succeeded();
    refusals.refuses(
        List.of("export", root.resolve("once/pretrained/1").toString(), "--out", out),
        "an export already");
  }
}
