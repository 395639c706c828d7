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

  /** The lines that were written to their end. */
  List<String> complete() {
    return Files.exists(file) ? complete(RunFiles.text(file)) : List.of();
  }

  /** Drops all but the first lines, and a line that was not written to its end. */
  void keep(long count) {
    if (!Files.exists(file)) {
      return;
    }
    String text = RunFiles.text(file);
    StringBuilder kept = new StringBuilder();
    complete(text).stream().limit(count).forEach(line -> kept.append(line).append('\n'));
    if (kept.length() < text.length()) {
      try {
        Durable.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<String> complete(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Has the disk take what was appended. */
  void sync() {
    Durable.sync(file);
  }
}
