package org.sourcefree.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.torch.HeadChoice;
import org.sourcefree.torch.StateDictExport;
import org.sourcefree.trust.Models;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class ImportRunTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/network");
  private static final Path STRICT_LOAD = Path.of("src/test/resources/strict_load.py");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "tiny_legacy", "tiny_module", "tiny_wrapped"})
  void goldenCheckpointsGiveTheGoldenLogits(String name) {
    Path model = folder.resolve(name);
    ImportRun.Imported imported = tiny(name, HeadChoice.LAYER5).run(Optional.of(model));
    assertThat(imported.network()).isEqualTo(TinyNetwork.SETTINGS);
    assertThat(imported.keys().taken()).hasSize(123);
    assertThat(imported.keys().ignored()).filteredOn(key -> key.contains("layer6.")).hasSize(8);
    assertThat(model.resolve("provenance.json")).content().contains("checkpoint_sha256", "layer6.");
    try (ModelSession session = new Models().open(model).session(Compute.DEFAULT);
        TFloat32 images = TinyNetwork.images("network/tiny_input.npy")) {
      Ops tf = Ops.create(session.graph());
      Operand<TFloat32> inputs = session.inference().inputs();
      Network training =
          imported
              .network()
              .build(tf, session.variables(), inputs, 5, Normalisation.batch(tf.constant(0.1f)));
      try (Result result =
          session
              .session()
              .runner()
              .feed(inputs, images)
              .fetch(session.inference().logits())
              .fetch(training.logits())
              .run()) {
        assertClose(result, 0, "tiny_eval_logits", 1e-4f);
        assertClose(result, 1, "tiny_train_logits", 1e-3f);
      }
    }
  }

  @Test
  void exportedWeightsLoadStrictlyInPyTorchUnchanged() throws Exception {
    Path written = exported();
    Optional<String> python = pythonWithTorch();
    assumeTrue(python.isPresent(), "skipped: no python3 here has torch");
    List<String> command = new ArrayList<>(List.of(python.orElseThrow(), STRICT_LOAD.toString()));
    command.add(written.toString());
    command.add(GOLDEN.resolve("tiny.pth").toString());
    assertThat(run(command)).isZero();
  }

  @Test
  void exportedWeightsImportAgainBitForBit() {
    Path written = exported();
    Path again = folder.resolve("again");
    importing(written, HeadChoice.ON_STAGE_4).run(Optional.of(again));
    Map<String, float[]> first = weights(folder.resolve("model"));
    Map<String, float[]> second = weights(again);
    assertThat(second.keySet()).isEqualTo(first.keySet());
    second.forEach((name, values) -> assertThat(values).as(name).isEqualTo(first.get(name)));
    assertThatThrownBy(() -> ExportRun.torch(new Models(), again, written))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must not exist yet");
  }

  @Test
  void anotherClassCountNeedsANewHead() {
    ImportRun other =
        new ImportRun(
            GOLDEN.resolve("tiny.pth"),
            Optional.empty(),
            StandardClasses.CITYSCAPES_19.set(),
            Optional.empty(),
            Preprocessing.CAFFE,
            HeadChoice.LAYER5,
            1);
    Path model = folder.resolve("model");
    assertThatThrownBy(() -> other.run(Optional.of(model)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("19 classes, got 5", "--new-head", "tiny.pth");
    assertThat(model).doesNotExist();
    ImportRun.Imported imported =
        new ImportRun(
                other.checkpoint(),
                Optional.empty(),
                other.classes(),
                other.atrousRates(),
                other.preprocessing(),
                HeadChoice.NEW,
                3)
            .run(Optional.of(model));
    assertThat(imported.keys().initialised()).hasSize(8);
    Map<String, float[]> weights = weights(model);
    assertThat(weights.get("layer5.conv2d_list.0.weight")).hasSize(9 * 256 * 19);
    assertThat(deviation(weights.get("layer5.conv2d_list.0.weight"))).isBetween(0.0097, 0.0103);
    assertThat(weights.get("layer5.conv2d_list.0.bias")).containsOnly(0);
  }

  @Test
  void anAbsentStageIsNamedKeyByKey() {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<Variable> variables = new ArrayList<>(tinyVariables(values));
    variables.removeIf(variable -> variable.name().startsWith("layer4."));
    Path file = folder.resolve("short.pth");
    StateDictExport.write(file, variables, values);
    ImportRun run = importing(file, HeadChoice.ON_STAGE_4);
    assertThatThrownBy(() -> run.run(Optional.of(folder.resolve("none"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "missing", "layer4.0.conv1.weight", "layer4.0.downsample.0.weight");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void allKeysThatDoNotFitAreNamed() {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<Variable> variables = tinyVariables(values);
    Path file = folder.resolve("odd.pth");
    List<Variable> odd = new ArrayList<>(variables);
    odd.removeIf(
        v -> v.name().equals("layer2.1.bn3.bias") || v.name().equals("layer1.0.conv2.weight"));
    Variable stranger = variables.get(1);
    odd.add(
        new Variable(
            "aspp.weight",
            stranger.owner(),
            stranger.role(),
            stranger.shape(),
            stranger.handle(),
            stranger.stored(),
            stranger.value(),
            stranger.assigned(),
            stranger.assignment()));
    values.put("aspp.weight", new float[8]);
    StateDictExport.write(file, odd, values);
    ImportRun run = importing(file, HeadChoice.ON_STAGE_4);
    assertThat(run.run(Optional.empty()).keys().missing()).hasSize(2);
    Path model = folder.resolve("model");
    assertThatThrownBy(() -> run.run(Optional.of(model)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "2 missing", "layer2.1.bn3.bias", "layer1.0.conv2.weight", "1 unexpected: aspp.weight")
        .hasMessageNotContaining("\n");
    assertThat(model).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void weightsThatAreNotFiniteAreRefused(float value) {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<Variable> variables = tinyVariables(values);
    values.get("layer3.1.conv2.weight")[17] = value;
    Path file = folder.resolve("bad.pth");
    StateDictExport.write(file, variables, values);
    Path model = folder.resolve("model");
    assertThatThrownBy(() -> importing(file, HeadChoice.ON_STAGE_4).run(Optional.of(model)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("finite", "layer3.1.conv2.weight", "bad.pth");
    assertThat(model).doesNotExist();
  }

  private List<Variable> tinyVariables(Map<String, float[]> values) {
    try (ModelSession session = new ModelSession(TinyNetwork.MODEL)) {
      TinyNetwork.load(session.session(), session.variables());
      values.putAll(Variables.read(session.session(), session.weights()));
      return session.weights();
    }
  }

  private Path exported() {
    Path model = folder.resolve("model");
    tiny("tiny_legacy", HeadChoice.LAYER5).run(Optional.of(model));
    Path written = folder.resolve("written.pth");
    ExportRun.torch(new Models(), model, written);
    return written;
  }

  private static ImportRun tiny(String name, HeadChoice head) {
    return importing(GOLDEN.resolve(name + ".pth"), head);
  }

  /** An import into the tiny network. */
  static ImportRun importing(Path file, HeadChoice head) {
    return new ImportRun(
        file,
        Optional.empty(),
        TinyNetwork.MODEL.classes(),
        Optional.empty(),
        Preprocessing.CAFFE,
        head,
        1);
  }

  private static Map<String, float[]> weights(Path model) {
    try (ModelSession session = new Models().open(model).session(Compute.DEFAULT)) {
      return Variables.read(session.session(), session.weights());
    }
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static Optional<String> pythonWithTorch() throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "/usr/local/bin/python3")) {
      if (Files.isExecutable(Path.of(python)) && run(List.of(python, "-c", "import torch")) == 0) {
        return Optional.of(python);
      }
    }
    return Optional.empty();
  }

  /** Its exit code; what it says must not mix with what this process tells Maven. */
  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
        .waitFor();
  }

  private static void assertClose(Result result, int index, String golden, float tolerance) {
    Npy expected = Npy.read("golden/network/" + golden + ".npy");
    long[] s = expected.shape();
    float[] actual =
        Layouts.nchw(Tensors.array((TFloat32) result.get(index)), s[0], s[1], s[2], s[3]);
    assertThat(actual).usingComparatorWithPrecision(tolerance).containsExactly(expected.floats());
  }
}
