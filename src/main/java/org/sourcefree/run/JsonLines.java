package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** The same of a file that may hold other bytes than text, which become signs of their own. */
  List<String> legible() {
    return complete(new String(bytes(), StandardCharsets.UTF_8));
  }

  /** Has the file hold these lines alone, if it does not yet; one without any need not exist. */
  void replace(List<String> lines) {
    StringBuilder kept = new StringBuilder();
    lines.forEach(line -> kept.append(line).append('\n'));
    byte[] bytes = kept.toString().getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(bytes, bytes())) {
      return;
    }
    try {
      Durable.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes() {
    try {
      return Files.exists(file) ? Files.readAllBytes(RunFiles.requireRegular(file)) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
