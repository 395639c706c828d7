package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.OpDef;

/**
 * Every operation of TensorFlow's registry is refused, or was looked at: what it could reach beyond
 * the graph by, and why it does not. Another TensorFlow fails this until its new operations, and
 * the old ones with new inputs and attributes, were read; {@code -Doperations.write=true} then
 * writes operations.txt anew.
 */
class OperationRegistryTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/sourcefree/trust");
  private static final Path OPERATIONS = FOLDER.resolve("operations.txt");
  private static final List<OpDef> REGISTRY = TensorFlow.registeredOpList().getOpList();

  @Test
  void everyOperationIsRefusedOrWasLookedAt() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (OpDef operation : REGISTRY) {
      if (!RefusedOperations.reasons().containsKey(operation.getName())) {
        found.put(operation.getName(), String.join(", ", Openings.of(operation)));
      }
    }
    List<String> lines = new ArrayList<>();
    found.forEach((name, openings) -> lines.add("%s: %s".formatted(name, openings).strip()));
    if (Boolean.getBoolean("operations.write")) {
      Files.write(OPERATIONS, lines);
    }
    assertThat(lines).hasSizeGreaterThan(1500).containsExactlyElementsOf(lines(OPERATIONS));
  }

  @Test
  void nothingIsRefusedThatThereIsNot() {
    assertThat(REGISTRY)
        .extracting(OpDef::getName)
        .containsAll(RefusedOperations.reasons().keySet());
  }

  @Test
  void everyOpeningOfWhatIsNotRefusedIsNone() throws IOException {
    Set<String> explained = new HashSet<>();
    for (String line : lines(FOLDER.resolve("openings.txt"))) {
      if (!line.startsWith("#") && !line.startsWith("[") && !line.isBlank()) {
        assertThat(explained.add(line)).as(line).isTrue();
      }
    }
    Set<String> open = new HashSet<>();
    REGISTRY.stream()
        .filter(operation -> !RefusedOperations.reasons().containsKey(operation.getName()))
        .forEach(operation -> open.addAll(Openings.of(operation)));
    assertThat(open).containsExactlyInAnyOrderElementsOf(explained);
  }

  /** A file's name as an input is the saver's, or the operation is refused. */
  @Test
  void whatSaversTakeIsTakenByNoOtherOperation() throws IOException {
    Set<String> names = new HashSet<>();
    boolean savers = false;
    for (String line : lines(FOLDER.resolve("openings.txt"))) {
      savers = line.startsWith("[") ? line.startsWith("[belongs to savers") : savers;
      if (savers && line.startsWith("string")) {
        names.add(line);
      }
    }
    assertThat(names).hasSize(10);
    assertThat(REGISTRY)
        .filteredOn(operation -> !RefusedOperations.reasons().containsKey(operation.getName()))
        .filteredOn(operation -> Openings.of(operation).stream().anyMatch(names::contains))
        .extracting(OpDef::getName)
        .allMatch(SaverNodes::isSaver)
        .hasSize(7);
  }

  @Test
  void everyStatefulOperationWasLookedAt() throws IOException {
    Set<String> known = new HashSet<>(RefusedOperations.reasons().keySet());
    known.addAll(lines(FOLDER.resolve("harmless_stateful_operations.txt")));
    assertThat(REGISTRY)
        .filteredOn(OpDef::getIsStateful)
        .extracting(OpDef::getName)
        .isSubsetOf(known);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }
}
