package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

/** Links among the images that a command line names. */
class ImageArgumentsTest {
  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = Files.createDirectory(root.resolve("folder"));
    Files.writeString(root.resolve("elsewhere.png"), "x");
    Files.writeString(folder.resolve("own.png"), "x");
  }

  @Test
  void aLinkOutOfAFolderIsRefusedByName() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.png"), root.resolve("elsewhere.png"));
    for (String argument : List.of(folder.toString(), folder + "/*.png")) {
      assertThatThrownBy(() -> find(argument))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("link.png must lie in " + folder);
    }
  }

  @Test
  void aLinkInsideAFolderOrNamedItselfIsFine() throws IOException {
    Files.createSymbolicLink(folder.resolve("again.png"), folder.resolve("own.png"));
    assertThat(find(folder.toString())).hasSize(2);
    Path link = Files.createSymbolicLink(root.resolve("link.png"), root.resolve("elsewhere.png"));
    assertThat(find(link.toString())).hasSize(1);
  }

  private List<Sample> find(String argument) {
    return ImageArguments.find(List.of(argument), root.resolve("out"));
  }
}
