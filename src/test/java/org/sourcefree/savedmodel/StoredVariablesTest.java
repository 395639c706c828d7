package org.sourcefree.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.FunctionModel;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.torch.TensorFile;
import org.sourcefree.torch.TensorFile.Entry;

/** Variables by name, from checkpoints of TensorFlow 2 and 1. */
class StoredVariablesTest {
  @TempDir private static Path root;
  private static Path folder;

  @BeforeAll
  static void write() {
    folder = root.resolve("theirs");
    FunctionModel.write(folder);
  }

  @Test
  void fullNamesAreReadFromTheObjectGraph() {
    try (StoredVariables stored = StoredVariables.open(folder)) {
      assertThat(stored.entries())
          .hasSize(FunctionModel.mapping().size() + 4)
          .contains(new Entry("net/conv1/weight", "float32", List.of(7L, 7L, 3L, 8L)))
          .contains(new Entry("save_counter", "int64", List.of()));
      assertThat(stored.entries()).extracting(Entry::name).noneMatch(name -> name.contains("SLOT"));
    }
  }

  @Test
  void aVariableThatIsStoredTwiceCountsOnce() {
    try (StoredVariables stored = StoredVariables.open(folder)) {
      assertThat(stored.entries()).contains(new Entry("double", "float32", List.of(2L)));
      assertThat(stored.key("double")).contains("model/v125/.ATTRIBUTES/VARIABLE_VALUE");
      assertThat(stored.key("model/v126")).contains("model/v126/.ATTRIBUTES/VARIABLE_VALUE");
    }
  }

  @Test
  void variablesOfOneNameAreCalledByTheirPath() {
    try (StoredVariables stored = StoredVariables.open(folder)) {
      List<Entry> twins =
          stored.entries().stream().filter(entry -> entry.name().startsWith("model/v")).toList();
      assertThat(twins).hasSize(2);
      assertThat(twins)
          .extracting(stored::read)
          .containsExactly(new float[] {1, 2}, new float[] {3, 4});
    }
  }

  @Test
  void valuesLieAsTheyAreUnderOtherNames() {
    String[] theirs = {
      "net/layer4/0/conv2/weight", "model/v0", "model/v0/.ATTRIBUTES/VARIABLE_VALUE"
    };
    for (String name : theirs) {
      try (StoredVariables stored = StoredVariables.open(folder);
          TensorFile ours = stored.renamed(Map.of("ours", name))) {
        Entry entry = ours.entries().get(0);
        assertThat(entry.name()).isEqualTo("ours");
        assertThat(ours.entries()).hasSize(1);
        float[] values = ours.read(entry);
        assertThat(values.length).isEqualTo((int) entry.size());
        if (name.startsWith("net")) {
          assertThat(values)
              .isEqualTo(TinyNetwork.weights("network/weights/layer4.0.conv2.weight.npy"));
        }
      }
    }
  }

  @Test
  void namesThatAreNotThereHaveNoKey() {
    try (StoredVariables stored = StoredVariables.open(folder)) {
      assertThat(stored.key("net/conv1/kernel")).isEmpty();
      assertThat(stored.key("twin")).isEmpty();
    }
  }

  @Test
  void checkpointsOfTensorFlow1NameTheirVariablesThemselves() {
    Path ours = root.resolve("ours");
    new SavedModelFolder(ours)
        .write(TinyNetwork.MODEL, "a description", SavedModelFolderTest.weights());
    try (StoredVariables stored = StoredVariables.open(ours)) {
      assertThat(stored.entries())
          .extracting(Entry::name)
          .containsExactlyInAnyOrderElementsOf(FunctionModel.mapping().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"variables.index", "variables.data-00000-of-00001"})
  void damagedFilesAreRefused(String name) throws IOException {
    Path broken = root.resolve("broken_" + name);
    FunctionModel.write(broken);
    Path file = broken.resolve("variables").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 3));
    assertThatThrownBy(
            () -> {
              try (StoredVariables stored = StoredVariables.open(broken)) {
                stored.entries().forEach(stored::read);
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("weights must be an intact TensorFlow checkpoint", "broken_")
        .message()
        .doesNotContain("\n");
  }
}
