package org.sourcefree.workers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.files.Durable;

/**
 * Whether all workers see one run folder and are about to do the same: the chief writes a random
 * number and what it knows of the run into the folder, which the others compare with their own.
 *
 * @param facts of the run, a line each: its config, the program, the model, the images
 */
record SameRun(Path folder, List<String> facts) {
  private static final String FILE = ".workers";

  /** Writes the chief's facts. */
  void write(long nonce) {
    List<String> lines = new ArrayList<>(List.of(Long.toString(nonce)));
    lines.addAll(facts);
    try {
      Durable.write(
          folder.resolve(FILE), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what was written. */
  void remove() {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first difference from the chief's folder and facts, in one sentence. */
  Optional<String> difference(long nonce) {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(FILE));
    } catch (IOException e) {
      lines = List.of();
    }
    if (lines.isEmpty() || !lines.get(0).equals(Long.toString(nonce))) {
      return Optional.of(
          "the run folder must be one folder that all workers share, but %s is another than the chief's"
              .formatted(folder.toAbsolutePath()));
    }
    for (int i = 0; i < Math.max(lines.size() - 1, facts.size()); i++) {
      String chiefs = i + 1 < lines.size() ? lines.get(i + 1).strip() : "nothing";
      String own = i < facts.size() ? facts.get(i).strip() : "nothing";
      if (!chiefs.equals(own)) {
        return Optional.of(
            "all workers must do the same run, but this one has \"%s\" where the chief has \"%s\""
                .formatted(own, chiefs));
      }
    }
    return Optional.empty();
  }
}
