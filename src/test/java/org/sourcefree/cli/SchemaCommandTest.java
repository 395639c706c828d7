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
