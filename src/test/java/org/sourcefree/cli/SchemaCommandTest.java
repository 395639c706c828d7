package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
    Path file = folder.resolve("schema.json");
    Terminal.run("schema", "--out", file.toString()).succeeded();
    assertThat(file).hasSameBinaryContentAs(SHIPPED);
  }

  @Test
  void aPlaceThatCannotBeWritten() {
    Path file = folder.resolve("absent/schema.json");
    Terminal.run("schema", "--out", file.toString())
        .refused("the file must be writable", file.toString());
  }
}
