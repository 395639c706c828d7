package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

/** Symbolic links in datasets: inside of the folder they may lead about, out of it they may not. */
class LinksTest {
  @TempDir private Path temporary;
  private Path root;
  private Path secret;

  @BeforeEach
  void write() throws IOException {
    root = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(root.resolve("a.png"), "x");
    secret = Files.createDirectories(temporary.resolve("secret"));
    Files.writeString(secret.resolve("s.png"), "x");
  }

  @Test
  void theRootMayBeALinkAndLinksMayLeadAboutInIt() throws IOException {
    Files.createSymbolicLink(root.resolve("b.png"), root.resolve("a.png"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), root);
    for (Dataset dataset : datasets(link, "a.png")) {
      assertThat(dataset.samples()).isNotEmpty();
    }
  }

  @Test
  void aFileElsewhereIsRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("b.png"), secret.resolve("s.png"));
    for (Dataset dataset : datasets(root, "b.png")) {
      assertRefused(dataset, "b.png");
    }
  }

  @Test
  void aFolderElsewhereIsRefusedAndNotWalkedThrough() throws IOException {
    Files.createSymbolicLink(root.resolve("all"), Path.of("/"));
    assertRefused(new ImageFolder(root), "all");
    Files.delete(root.resolve("all"));
    Files.createSymbolicLink(root.resolve("all"), secret);
    for (Dataset dataset : datasets(root, "all/s.png")) {
      assertRefused(dataset, "all");
    }
  }

  @Test
  void aCityElsewhereIsRefusedButImagesAsAWholeMayBe() throws IOException {
    Files.createDirectories(secret.resolve("val/zurich"));
    Files.writeString(secret.resolve("val/zurich/z_leftImg8bit.png"), "x");
    Path cityscapes = Files.createDirectories(temporary.resolve("cityscapes"));
    Files.createSymbolicLink(cityscapes.resolve("leftImg8bit"), secret);
    assertThat(new Cityscapes(cityscapes, Split.VAL).samples()).hasSize(1);
    Files.delete(cityscapes.resolve("leftImg8bit"));
    Files.createDirectories(cityscapes.resolve("leftImg8bit/val"));
    Files.createSymbolicLink(
        cityscapes.resolve("leftImg8bit/val/zurich"), secret.resolve("val/zurich"));
    assertRefused(new Cityscapes(cityscapes, Split.VAL), "zurich");
  }

  @Test
  void aListThatIsNoFileIsRefused() {
    assertRefused(
        new ImageLists(root, Path.of("/dev/zero"), Optional.empty(), Optional.empty()),
        "/dev/zero");
  }

  private List<Dataset> datasets(Path folder, String listed) throws IOException {
    Path list = Files.writeString(temporary.resolve("list.txt"), listed + "\n");
    return List.of(
        new ImageFolder(folder),
        new ImageGlobs(folder, "**/*.png", Optional.empty(), Optional.empty()),
        new ImageLists(folder, list, Optional.empty(), Optional.empty()));
  }

  private static void assertRefused(Dataset dataset, String name) {
    assertThatThrownBy(dataset::samples)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name);
  }
}
