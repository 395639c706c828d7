package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.SampleRun;

/** The page in a run's own folder. */
class WrittenFilesTest {
  private SampleRun run;
  private Path page;

  @BeforeEach
  void write(@TempDir Path folder) {
    run = new SampleRun(folder, 1).write();
    page = folder.resolve("report.html");
  }

  @Test
  void aRunsPageLiesInItsFolder() {
    WrittenFiles.page(run.folder());
    assertThat(page).content().contains("<h2>Results</h2>");
  }

  @Test
  void aPageThatCannotBeMadeFailsNothing() throws IOException {
    run.text("results.json", "[]");
    WrittenFiles.page(run.folder());
    assertThat(page).doesNotExist();
    run.without("results.json");
    Files.createDirectories(page);
    WrittenFiles.page(run.folder());
    assertThat(page).isDirectory();
  }

  @Test
  void thePageOfOneOfManyRunsIsWrittenAgainWhenResultsAreNewer() throws IOException {
    WrittenFiles.pageIfOld(run.folder());
    byte[] first = Files.readAllBytes(page);
    run.text("provenance.json", "{\"seed\": 4}");
    WrittenFiles.pageIfOld(run.folder());
    assertThat(Files.readAllBytes(page)).isEqualTo(first);
    Files.setLastModifiedTime(page, FileTime.from(Instant.EPOCH));
    WrittenFiles.pageIfOld(run.folder());
    assertThat(new String(Files.readAllBytes(page), StandardCharsets.UTF_8)).contains("<td>4</td>");
  }
}
