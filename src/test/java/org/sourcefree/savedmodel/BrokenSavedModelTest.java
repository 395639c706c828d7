package org.sourcefree.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

/** Whatever is wrong with a SavedModel is said in one line. */
class BrokenSavedModelTest {
  private static final String DATA = "variables/variables.data-00000-of-00001";
  private static final String INDEX = "variables/variables.index";
  private static final String GRAPH = "saved_model.pb";

  @TempDir private static Path root;
  private static Path whole;
  private Path folder;

  @BeforeAll
  static void write() {
    whole = root.resolve("whole");
    new SavedModelFolder(whole)
        .write(TinyNetwork.MODEL, "a description", SavedModelFolderTest.weights());
  }

  @BeforeEach
  void copy() throws IOException {
    folder = root.resolve("broken");
    Folders.delete(folder);
    Files.createDirectories(folder.resolve("variables"));
    for (String file : List.of(GRAPH, DATA, INDEX)) {
      Files.copy(whole.resolve(file), folder.resolve(file));
    }
  }

  private SavedModelFile read() {
    return SavedModelFile.read(folder);
  }

  @Test
  void aMissingFolder() {
    assertOneLine(() -> SavedModelFile.read(root.resolve("nothing")), "nothing");
  }

  @Test
  void aMissingGraph() throws IOException {
    Files.delete(folder.resolve(GRAPH));
    assertOneLine(this::read, GRAPH);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-4, 0.01, 0.5, 0.999})
  void aTruncatedGraph(double share) throws IOException {
    truncate(GRAPH, share);
    assertOneLine(this::read, GRAPH);
  }

  @Test
  void aFileThatIsNoGraph() throws IOException {
    Files.writeString(folder.resolve(GRAPH), "This is not a SavedModel but a line of text.");
    assertOneLine(this::read, GRAPH);
  }

  @ParameterizedTest
  @ValueSource(strings = {DATA, INDEX})
  void missingWeights(String file) throws IOException {
    Files.delete(folder.resolve(file));
    assertOneLine(() -> read().weights(variables(5)), "weights");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-4, 0.5, 0.999})
  void truncatedWeights(double share) throws IOException {
    truncate(DATA, share);
    assertOneLine(() -> read().weights(variables(5)), "weights");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.999})
  void aTruncatedIndexOfWeights(double share) throws IOException {
    truncate(INDEX, share);
    assertOneLine(() -> read().weights(variables(5)), "weights");
  }

  @Test
  void flippedBitsInTheWeights() throws IOException {
    byte[] bytes = content(DATA);
    bytes[bytes.length / 2] ^= 0x40;
    Files.write(folder.resolve(DATA), bytes);
    assertOneLine(() -> read().weights(variables(5)), "weights");
  }

  @Test
  void anotherClassCount() {
    assertOneLine(() -> read().weights(variables(7)), "layer5.conv2d_list.0.weight");
  }

  @Test
  void aDeeperNetwork() {
    DeepLabV2 deeper = new DeepLabV2(List.of(2, 2, 2, 1), 0.125, List.of(6, 12, 18, 24));
    assertOneLine(() -> read().weights(variables(deeper, 5)), "layer1.1");
  }

  private void truncate(String file, double share) throws IOException {
    byte[] bytes = content(file);
    Files.write(folder.resolve(file), Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  private byte[] content(String file) throws IOException {
    return Files.readAllBytes(folder.resolve(file));
  }

  private static List<Variable> variables(int classes) {
    return variables(TinyNetwork.SETTINGS, classes);
  }

  private static List<Variable> variables(DeepLabV2 settings, int classes) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add("class " + c);
    }
    ClassSet set = new ClassSet(names, Collections.nCopies(classes, 0));
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Inference.build(tf, variables, new Model(settings, set, Preprocessing.CAFFE));
      return variables.all();
    }
  }

  private static void assertOneLine(Runnable reading, String mentioned) {
    InvalidInputException failure = catchThrowableOfType(InvalidInputException.class, reading::run);
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).contains(mentioned).doesNotContain("\n");
  }
}
