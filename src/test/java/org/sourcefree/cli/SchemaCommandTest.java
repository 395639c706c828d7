package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** schema gives the schema that is shipped. */
class SchemaCommandTest {
  private static final Path SHIPPED = Path.of("configs/schema.json");

  @TempDir private Path folder;

  @Test
  void printsTheShippedSchema() {
    assertThat(SHIPPED).hasContent(Terminal.run("schema").succeeded().out());
  }

  @Test
  void writesTheShippedSchema() {
    Path file = folder.resolve("new/schema.json");
    Terminal.run("schema", "--out", file.toString()).succeeded();
    assertThat(file).hasSameBinaryContentAs(SHIPPED);
  }

  @Test
  void replacesAnEarlierSchemaAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "{}");
    Terminal.run("schema", "--out", file.toString())
        .refused("--out must be a new file or a schema of ours", file.toString());
    assertThat(file).hasContent("{}");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), folder.resolve("absent"));
    Terminal.run("schema", "--out", link.toString()).refused("--out must be a new file");
    assertThat(folder.resolve("absent")).doesNotExist();
    Files.copy(SHIPPED, folder.resolve("schema.json"));
    Terminal.run("schema", "--out", folder.resolve("schema.json").toString()).succeeded();
  }

  @Test
  void aPlaceThatIsAFolder() {
    Terminal.run("schema", "--out", folder.toString())
        .refused("--out must be a file", folder.toString());
  }

  @Test
  void aPlaceBelowAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
    Terminal.run("schema", "--out", file.resolve("schema.json").toString())
        .refused("could not be made", file.toString());
    assertThat(file).hasContent("mine");
  }
}
