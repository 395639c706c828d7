package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.config.Json;
import org.sourcefree.files.Durable;

/** A file that grows by a line of JSON at a time; it may not exist yet. */
record JsonLines(Path file) {

  void append(Object value) {
    Durable.append(file, Json.line(value) + "\n");
  }

  /** Drops all but the first lines, and a line that was not written to its end. */
  void keep(long count) {
    try {
      if (!Files.exists(file)) {
        return;
      }
      String text = RunLog.text(file);
      List<String> complete = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      StringBuilder kept = new StringBuilder();
      complete.stream().limit(count).forEach(line -> kept.append(line).append('\n'));
      if (kept.length() < text.length()) {
        Durable.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the disk take what was appended. */
  void sync() {
    Durable.sync(file);
  }
}
