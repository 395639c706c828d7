package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.Sessions;
import org.sourcefree.trust.PoisonedModels.Poisoned;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * Models in which something that writes is hidden by nesting are refused, or do not write; a folder
 * is watched meanwhile.
 */
class PoisonedModelsTest {
  private static final int COUNT = 400;

  @TempDir private Path root;

  @Test
  @Timeout(300)
  void areRefusedOrHarmless() throws IOException {
    check(COUNT);
  }

  @Test
  @Tag("slow")
  @Timeout(3600)
  void manyAreRefusedOrHarmless() throws IOException {
    check(20 * COUNT);
  }

  /**
   * Without the scan files are written by each way, each call and from each root, so the hiding
   * places are real ones. TensorFlow itself refuses or leaves out some of the rest.
   */
  @Test
  @Timeout(300)
  void writeWhereNothingLooks() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < COUNT / 4; seed++) {
      Path file = root.resolve("written" + seed);
      Poisoned poisoned = PoisonedModels.of(seed, file);
      if (poisoned.writes()) {
        try {
          run(write(poisoned));
        } catch (RuntimeException e) {
          // Functions that it cannot instantiate.
        }
        if (isWritten(file)) {
          seen.addAll(List.of(poisoned.words().split("\\W+", -1)));
        }
      }
    }
    assertThat(seen)
        .contains("PRINT", "WRITE", "SAVE", "SAVE_OF_VERSION_1")
        .contains("CONSTANT", "ARGUMENT", "TEXT_ATTRIBUTE", "TENSOR_ATTRIBUTE", "PIECES", "CHOICE")
        .contains("PARTITIONED", "STATEFUL", "OPERATION", "IF", "CASE", "GIVEN")
        .contains("SIGNATURE", "OTHER_SIGNATURE", "CONTROL", "GRADIENT")
        .contains("MAIN_OP", "LEGACY_INITIALISER", "INITIALISER_SIGNATURE");
  }

  /** Whether a file is there, or shards of it. */
  private static boolean isWritten(Path file) throws IOException {
    String name = file.getFileName() + "(\\..*)?";
    try (Stream<Path> paths = Files.list(file.getParent())) {
      return paths.anyMatch(path -> path.getFileName().toString().matches(name));
    }
  }

  private void check(int count) throws IOException {
    Path watched = Files.createDirectory(root.resolve("watched"));
    Files.writeString(watched.resolve("file"), "as it was");
    int refused = 0;
    for (long seed = 0; seed < count; seed++) {
      Poisoned poisoned = PoisonedModels.of(seed, watched.resolve("file"));
      Path folder = write(poisoned);
      Inspection inspection = Inspection.of(folder);
      if (inspection.beyond().isEmpty()) {
        assertThat(poisoned.harm()).as(poisoned.words()).isEqualTo(HiddenHarm.Harm.ASSERT);
        if (poisoned.root() != PoisonedModels.Root.CYCLE) {
          run(folder);
        }
      } else {
        refused++;
      }
      assertThat(contents(watched)).as(poisoned.words()).isEqualTo(Map.of("file", "as it was"));
    }
    assertThat(refused).isBetween(3 * count / 4, count - 1);
  }

  private Path write(Poisoned poisoned) throws IOException {
    Path folder = Files.createDirectories(root.resolve("model"));
    Files.write(
        folder.resolve("saved_model.pb"),
        SavedModel.newBuilder().addMetaGraphs(poisoned.graph()).build().toByteArray());
    return folder;
  }

  /** Loads a model and computes all that its signatures give out, without a look at it. */
  private static void run(Path folder) {
    try (SavedModelBundle bundle = Sessions.load(folder)) {
      List<SignatureDef> signatures =
          bundle.metaGraphDef().getSignatureDefMap().entrySet().stream()
              .filter(entry -> !entry.getKey().startsWith("__"))
              .map(Map.Entry::getValue)
              .toList();
      for (SignatureDef signature : signatures) {
        String tensor = signature.getOutputsOrThrow("y").getName();
        bundle.session().runner().fetch(tensor).run().close();
      }
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        contents.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return contents;
  }
}
