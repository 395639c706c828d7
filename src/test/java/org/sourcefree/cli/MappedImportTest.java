package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.savedmodel.StoredVariables;
import org.sourcefree.testing.FunctionModel;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.torch.TensorFile.Entry;

/** A SavedModel of TensorFlow 2, with its network inside a function, is imported by names. */
class MappedImportTest {
  @TempDir private Path root;

  @BeforeEach
  void write() {
    FunctionModel.write(root.resolve("theirs"));
  }

  @Test
  void inspectSaysThatAMappingFileIsNeeded() {
    Terminal.run("inspect", root.resolve("theirs").toString(), "--all").succeeded();
    assertThat(Terminal.run("inspect", root.resolve("theirs").toString(), "--all").out())
        .contains("not as it is", "import DIR --mapping FILE", "net/conv1/weight", "[7, 7, 3, 8]");
  }

  @Test
  void everyWeightArrivesUnderOurNameToTheLastBit() throws IOException {
    imports(FunctionModel.mapping()).succeeded();
    try (StoredVariables imported = StoredVariables.open(root.resolve("ours"))) {
      assertThat(imported.entries()).hasSameSizeAs(FunctionModel.mapping().keySet());
      for (Entry entry : imported.entries()) {
        assertThat(imported.read(entry))
            .as(entry.name())
            .isEqualTo(TinyNetwork.weights("network/weights/" + entry.name() + ".npy"));
      }
    }
    assertThat(Files.readString(root.resolve("ours/provenance.json")))
        .contains("\"conv1.weight\": \"net/conv1/weight\"");
  }

  @Test
  void whatDoesNotFitIsNamedAtOnce() throws IOException {
    Map<String, String> mapping = new LinkedHashMap<>(FunctionModel.mapping());
    mapping.remove("bn1.bias");
    mapping.remove("layer4.0.bn2.weight");
    mapping.put("layer9.weight", "twin_of_none_of_ours");
    refused(mapping, "1 at fault", "layer9.weight: twin_of_none_of_ours is not there");
    mapping.put("layer9.weight", "model/v123");
    mapping.put("layer1.0.conv2.weight", "net/layer1/0/conv1/weight");
    mapping.put("layer1.0.conv1.weight", "net/layer1/0/conv2/weight");
    refused(
        mapping,
        "2 missing: bn1.bias, layer4.0.bn2.weight",
        "1 unexpected: layer9.weight",
        "2 misshapen: layer1.0.conv1.weight [8, 8, 3, 3] not [8, 8, 1, 1], layer1.0.conv2.weight");
    assertThat(root.resolve("ours")).doesNotExist();
  }

  @Test
  void mistakesInTheMappingAreNamedAtOnce() throws IOException {
    Map<String, String> mapping = new LinkedHashMap<>(FunctionModel.mapping());
    mapping.put("bn1.weight", "net/bn1/weigth");
    mapping.put("bn1.bias", "net/bn1/running_mean");
    refused(
        mapping,
        "2 at fault",
        "bn1.weight: net/bn1/weigth is not there, did you mean net/bn1/weight?",
        "bn1.running_mean: net/bn1/running_mean is taken by bn1.bias",
        "mapping.yaml");
    write("- a list");
    run().refused("must be a mapping", "mapping.yaml:1");
    write("conv1.weight: {a: b}");
    run().refused("must be a text", "mapping.yaml:1: conv1.weight");
    write("{}");
    run().refused("must have conv1.weight");
    Files.delete(root.resolve("mapping.yaml"));
    run().refused("mapping.yaml");
    assertThat(root.resolve("ours")).doesNotExist();
  }

  @Test
  void aDryRunNamesTheVariablesThatNoWeightTakes() throws IOException {
    write(ConfigWriter.yaml(FunctionModel.mapping()));
    assertThat(run("--dry-run").succeeded().out())
        .contains("Taken: 123 tensors", "Ignored: 4", "save_counter", "model/v123");
    assertThat(root.resolve("ours")).doesNotExist();
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() throws IOException {
    FunctionModel.write(root.resolve("theirs"), "layer3.1.conv2.weight", Float.NaN);
    refused(FunctionModel.mapping(), "must be finite", "NaN in layer3.1.conv2.weight", "theirs");
    FunctionModel.write(root.resolve("theirs"), "bn1.running_var", -1);
    refused(FunctionModel.mapping(), "variances must be at least 0", "bn1.running_var", "theirs");
    assertThat(root.resolve("ours")).doesNotExist();
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    for (String name : List.of("variables.index", "variables.data-00000-of-00001")) {
      FunctionModel.write(root.resolve("theirs"));
      Path file = root.resolve("theirs/variables").resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 4;
      Files.write(file, bytes);
      refused(FunctionModel.mapping(), "must be an intact TensorFlow checkpoint", "theirs");
      Files.delete(file);
      refused(FunctionModel.mapping(), "must be an intact TensorFlow checkpoint", "theirs");
    }
    assertThat(root.resolve("ours")).doesNotExist();
  }

  @Test
  void aSavedModelWithoutAMappingIsRefused() {
    Terminal.run(
            "import",
            path("theirs"),
            "--classes",
            "5",
            "--class-names",
            "a,b,c,d,e",
            "--out",
            path("ours"))
        .refused("--mapping FILE", "theirs");
  }

  private void refused(Map<String, String> mapping, String... words) throws IOException {
    imports(mapping).refused(words);
  }

  private Terminal imports(Map<String, String> mapping) throws IOException {
    write(ConfigWriter.yaml(mapping));
    return run();
  }

  private void write(String mapping) throws IOException {
    Files.writeString(root.resolve("mapping.yaml"), mapping);
  }

  private Terminal run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("import", path("theirs")));
    arguments.addAll(List.of("--mapping", path("mapping.yaml"), "--out", path("ours")));
    arguments.addAll(List.of("--classes", "5", "--class-names", "a,b,c,d,e"));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }
}
