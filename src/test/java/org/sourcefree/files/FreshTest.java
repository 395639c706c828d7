package org.sourcefree.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** Which take 255 bytes where names are kept in bytes, as on Linux. */
  @Test
  void neighboursOfLongNamesHaveNamesToo() {
    assertThat(Fresh.neighbour("a".repeat(247), ".partial"))
        .isEqualTo("a".repeat(247) + ".partial");
    for (String letter : List.of("a", "\u00fc", "\u6751", "\ud83c\udfd9")) {
      int size = letter.getBytes(StandardCharsets.UTF_8).length;
      String name = letter.repeat(255 / size);
      String beside = Fresh.neighbour(name, ".partial");
      assertThat(beside.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(252, 255);
      assertThat(beside).startsWith(letter).endsWith(".partial").doesNotContain("?", "\ufffd");
      assertThat(Fresh.neighbour(name.substring(letter.length()) + "b", ".partial"))
          .isNotEqualTo(beside);
    }
  }

  @Test
  void aFileOfALongNameIsWritten() throws IOException {
    Path file = folder.resolve("b".repeat(255));
    Durable.write(file, new byte[] {'x'});
    assertThat(file).hasContent("x");
    assertThat(folder)
        .isDirectoryContaining(path -> path.equals(file))
        .isDirectoryNotContaining("glob:*~*");
    FolderLock.takeBeside(folder.resolve("c".repeat(255))).close();
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
