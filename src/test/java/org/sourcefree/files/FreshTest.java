package org.sourcefree.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that lie where files are about to be written. */
class FreshTest {
  @TempDir private Path folder;
  private Path theirs;

  @BeforeEach
  void write() throws IOException {
    theirs = Files.writeString(folder.resolve("theirs"), "theirs");
  }

  @Test
  void aLinkIsReplacedAndItsTargetStays() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), theirs);
    Fresh.write(link, new byte[] {'x'});
    assertThat(link).isRegularFile().hasContent("x");
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(theirs).hasContent("theirs");
  }

  @Test
  void aLinkInPlaceOfTheNeighbourOfAFile() throws IOException {
    Files.createSymbolicLink(folder.resolve("file.part"), theirs);
    Durable.write(folder.resolve("file"), new byte[] {'x'});
    assertThat(folder.resolve("file")).hasContent("x");
    assertThat(theirs).hasContent("theirs");
  }

  @Test
  void aLinkInPlaceOfAFolderToDelete() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("kept"), "kept");
    Path link = Files.createSymbolicLink(folder.resolve("x.partial"), other);
    Path broken = Files.createSymbolicLink(folder.resolve("y.partial"), folder.resolve("absent"));
    Folders.delete(link);
    Folders.delete(broken);
    assertThat(Files.isSymbolicLink(link) || Files.isSymbolicLink(broken)).isFalse();
    assertThat(other.resolve("kept")).exists();
  }
}
