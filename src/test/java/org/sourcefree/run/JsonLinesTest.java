package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  @TempDir private Path folder;

  @Test
  void replacesWhatDiffers() throws IOException {
    JsonLines lines = new JsonLines(folder.resolve("log.jsonl"));
    lines.replace(List.of());
    assertThat(lines.file()).doesNotExist();
    for (int i = 0; i < 3; i++) {
      lines.append(Map.of("step", i));
    }
    lines.replace(lines.complete().subList(0, 2));
    assertThat(lines.file()).hasContent("{\"step\":0}\n{\"step\":1}\n");
    lines.append(Map.of("step", 2));
    assertThat(lines.file()).hasContent("{\"step\":0}\n{\"step\":1}\n{\"step\":2}\n");
    lines.replace(List.of());
    assertThat(lines.file()).isEmptyFile();
  }

  /** As a process leaves it that is killed, or whose disk is full, while it writes. */
  @Test
  void dropsALineThatWasNotWrittenToItsEnd() throws IOException {
    JsonLines lines = new JsonLines(folder.resolve("log.jsonl"));
    lines.append(Map.of("step", 0));
    Files.writeString(lines.file(), "{\"st", StandardOpenOption.APPEND);
    lines.replace(lines.complete());
    assertThat(lines.file()).hasContent("{\"step\":0}\n");
  }
}
