package org.sourcefree.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.testing.TinyNetwork;

/** What is said of models of ours. */
class InspectionTest {
  private static final String DATA = "variables/variables.data-00000-of-00001";

  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void write() {
    folder = TinyNetwork.savedIn(root.resolve("ours"));
  }

  @Test
  void aSoundModelCanBeTrained() {
    assertThat(Inspection.of(folder).training()).containsExactly("as it is, by model.saved_model");
  }

  @Test
  void damagedCutAndMissingVariablesCannot() throws IOException {
    byte[] sound = Files.readAllBytes(folder.resolve(DATA));
    byte[] damaged = sound.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(folder.resolve(DATA), damaged);
    assertNotTrained();
    Files.write(folder.resolve(DATA), Arrays.copyOf(sound, sound.length / 2));
    assertNotTrained();
    Files.delete(folder.resolve(DATA));
    assertNotTrained();
    Files.delete(folder.resolve("variables/variables.index"));
    assertNotTrained();
  }

  private void assertNotTrained() {
    assertThat(Inspection.of(folder).training())
        .singleElement()
        .asString()
        .startsWith("not: ")
        .contains(folder.toString());
  }

  /** The folders are put together from two halves, as no call takes so long a path. */
  @Test
  void aFolderThatCannotBeListedIsNoSafeOne() throws IOException {
    String name = "n".repeat(250);
    Path upper = root.resolve("upper");
    Path end = upper;
    for (int i = 0; i < 12; i++) {
      end = end.resolve(name);
    }
    Files.createDirectories(end);
    Path lower = folder.resolve(name);
    Path deep = lower;
    for (int i = 0; i < 11; i++) {
      deep = deep.resolve(name);
    }
    Files.createDirectories(deep);
    Files.move(upper, deep.resolve("n"));
    try {
      SavedModelFile file = SavedModelFile.read(folder);
      assertThatThrownBy(() -> SavedModelScan.lines(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cannot be listed");
    } finally {
      Files.move(deep.resolve("n"), upper);
    }
  }

  /** TensorFlow would wait for what nothing writes. */
  @Test
  void aPipeIsNeitherAFileNorAFolder() throws IOException, InterruptedException {
    Path pipe =
        Files.createDirectories(folder.resolve("debug")).resolve("saved_model_debug_info.pb");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(SavedModelScan.lines(SavedModelFile.read(folder)))
        .containsExactly("debug/saved_model_debug_info.pb is neither a file nor a folder");
  }

  @Test
  void aBrokenLinkIsOneThatLeadsOut() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), root.resolve("nothing"));
    try (Stream<String> lines = SavedModelScan.lines(SavedModelFile.read(folder)).stream()) {
      assertThat(lines).singleElement().asString().contains("link is a symbolic link");
    }
  }
}
