package org.sourcefree.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir private Path root;
  private Path complete;
  private Path place;

  @BeforeEach
  void make() throws IOException {
    complete = folder("new.partial", "new");
    place = root.resolve("model");
  }

  @Test
  void aCompleteFolderReplacesAnOlderOne() throws IOException {
    folder("model", "old");
    Folders.move(complete, place);
    assertThat(root.toFile().list()).containsExactly("model");
    assertThat(place.resolve("inner/file")).hasContent("new");
  }

  /** As when a process is killed between the two renamings. */
  @Test
  void theOlderOneIsBackAfterAMoveThatWasKilled() throws IOException {
    folder("model.replaced", "old");
    Folders.settle(place);
    assertThat(place.resolve("inner/file")).hasContent("old");
    assertThat(root.resolve("model.replaced")).doesNotExist();
  }

  /** As when it is killed before what was replaced is deleted. */
  @Test
  void theOlderOneIsGoneOnceTheNewOneIsThere() throws IOException {
    folder("model.replaced", "old");
    Folders.move(complete, place);
    folder("model.replaced", "old");
    Folders.settle(place);
    assertThat(place.resolve("inner/file")).hasContent("new");
    assertThat(root.toFile().list()).containsExactly("model");
  }

  @Test
  void nothingIsSettledWhereNothingWas() {
    Folders.settle(place);
    assertThat(place).doesNotExist();
  }

  @Test
  void aMoveThatFailsKeepsTheOlderOne() throws IOException {
    folder("model", "old");
    assertThatThrownBy(() -> Folders.move(root.resolve("absent"), place))
        .isInstanceOf(UncheckedIOException.class);
    Folders.settle(place);
    assertThat(place.resolve("inner/file")).hasContent("old");
  }

  private Path folder(String name, String content) throws IOException {
    Path inner = Files.createDirectories(root.resolve(name).resolve("inner"));
    Files.writeString(inner.resolve("file"), content);
    return root.resolve(name);
  }
}
