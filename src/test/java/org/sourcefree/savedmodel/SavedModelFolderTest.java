package org.sourcefree.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Inference;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

public class SavedModelFolderTest {
  private static final String DESCRIPTION = "{\"network\": \"tiny\", \"Straße\": 1}\n";
  private static final float PRECISION = 1e-5f;

  @TempDir private static Path root;
  private static Path folder;

  /** What a model says of a batch of images. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Outputs(
      Shape size,
      byte[] labels,
      float[] confidence,
      float[] inputs,
      float[] logits,
      float[] features) {}

  @BeforeAll
  static void write() {
    folder = root.resolve("models/tiny");
    new SavedModelFolder(folder).write(TinyNetwork.MODEL, DESCRIPTION, weights());
  }

  @Test
  void descriptionComesBack() {
    assertThat(SavedModelFile.read(folder).description()).contains(DESCRIPTION);
  }

  @Test
  void weightsComeBackToTheLastBit() {
    Map<String, float[]> expected = weights();
    Map<String, float[]> actual = SavedModelFile.read(folder).weights(variables());
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void nothingIsLeftBesideTheFolder() throws IOException {
    try (var files = Files.list(root.resolve("models"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("tiny");
    }
  }

  @Test
  void writingAgainReplacesTheModel() {
    Path place = root.resolve("replaced");
    SavedModelFolder saved = new SavedModelFolder(place);
    saved.write(TinyNetwork.MODEL, "first", weights());
    saved.write(TinyNetwork.MODEL, "second", weights());
    assertThat(SavedModelFile.read(place).description()).contains("second");
  }

  @ParameterizedTest
  @CsvSource({"2,33,47", "1,64,40", "3,1,1"})
  void servingDefaultEqualsTheNetworkInMemory(int n, int height, int width) {
    Outputs expected = inMemory(n, height, width);
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve");
        TUint8 images = images(n, height, width);
        Result result = bundle.function("serving_default").call(Map.of("images", images))) {
      TUint8 labels = (TUint8) output(result, "labels");
      TFloat32 confidence = (TFloat32) output(result, "confidence");
      assertThat(labels.shape()).isEqualTo(Shape.of(n, height, width)).isEqualTo(expected.size());
      assertThat(confidence.shape()).isEqualTo(Shape.of(n, height, width));
      assertThat(Tensors.array(labels)).isEqualTo(expected.labels());
      assertClose(Tensors.array(confidence), expected.confidence());
      for (float value : Tensors.array(confidence)) {
        assertThat(value).isBetween(1f / TinyNetwork.CLASSES - PRECISION, 1f);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,33,47", "1,64,40", "3,1,1"})
  void logitsSignatureEqualsTheNetworkInMemory(int n, int height, int width) {
    Outputs expected = inMemory(n, height, width);
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve");
        TFloat32 inputs = Tensors.floats(Shape.of(n, height, width, 3), expected.inputs());
        Result result = bundle.function("logits").call(Map.of("inputs", inputs))) {
      assertClose(Tensors.array((TFloat32) output(result, "logits")), expected.logits());
      assertClose(Tensors.array((TFloat32) output(result, "features")), expected.features());
    }
  }

  @Test
  void theGraphHoldsNoTrainingOperation() {
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve")) {
      List<String> types =
          bundle.metaGraphDef().getGraphDef().getNodeList().stream()
              .map(node -> node.getOp())
              .filter(type -> !type.equals("StopGradient"))
              .distinct()
              .toList();
      assertThat(types)
          .contains("Conv2D", "VarHandleOp")
          .noneMatch(
              type -> type.contains("Apply") || type.contains("Grad") || type.contains("Backprop"));
      assertThat(bundle.signatures())
          .extracting(signature -> signature.key())
          .containsExactlyInAnyOrder("serving_default", "logits");
    }
  }

  private static Outputs inMemory(int n, int height, int width) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Inference inference = Inference.build(tf, variables, TinyNetwork.MODEL);
      TinyNetwork.load(session, variables);
      try (TUint8 images = images(n, height, width);
          Result result =
              session
                  .runner()
                  .feed(inference.images(), images)
                  .fetch(inference.labels())
                  .fetch(inference.confidence())
                  .fetch(inference.inputs())
                  .fetch(inference.logits())
                  .fetch(inference.features())
                  .run()) {
        return new Outputs(
            result.get(0).shape(),
            Tensors.array((TUint8) result.get(0)),
            Tensors.array((TFloat32) result.get(1)),
            Tensors.array((TFloat32) result.get(2)),
            Tensors.array((TFloat32) result.get(3)),
            Tensors.array((TFloat32) result.get(4)));
      }
    }
  }

  public static Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Variable variable : variables()) {
      weights.put(
          variable.name(), TinyNetwork.weights("network/weights/" + variable.name() + ".npy"));
    }
    return weights;
  }

  private static List<Variable> variables() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Inference.build(tf, variables, TinyNetwork.MODEL);
      return variables.all();
    }
  }

  private static TUint8 images(int n, int height, int width) {
    return Tensors.bytes(
        Shape.of(n, height, width, 3), TestTensors.bytes(height, n * height * width * 3));
  }

  private static Tensor output(Result result, String name) {
    return result.get(name).orElseThrow();
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      float allowed = PRECISION * (1 + Math.abs(expected[i]));
      assertThat(Math.abs(actual[i] - expected[i])).as("element %d", i).isLessThan(allowed);
    }
  }
}
