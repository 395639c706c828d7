package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;

/**
 * Puts a run's logs back to a checkpoint. It holds copies of all but metrics.jsonl, which is long
 * and which nothing needs: what was lost of them since is put back.
 */
final class LogRewind {
  private final RunFiles files;
  private final long taken;
  private final Optional<Path> state;
  private final List<String> notes = new ArrayList<>();

  /**
   * The rewinding of a folder's logs.
   *
   * @param taken steps taken by the state, −1 without one
   * @param state the checkpoint's folder
   */
  LogRewind(RunFiles files, long taken, Optional<Path> state) {
    this.files = files;
    this.taken = taken;
    this.state = state;
  }

  /** Copies the logs into the folder of a checkpoint. */
  static void copy(RunFiles files, Path state) {
    for (Path log : files.shortLogs()) {
      if (Files.exists(log)) {
        try {
          Files.copy(log, state.resolve(log.getFileName()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Rewinds; gives what was found lost, a sentence each. */
  List<String> run() {
    rewindMetrics();
    files.shortLogs().forEach(this::rewind);
    return notes;
  }

  private void rewindMetrics() {
    List<String> kept = new ArrayList<>();
    long last = -1;
    for (String line : new JsonLines(files.metrics()).legible()) {
      long step = step(line);
      if (step > last && step < taken) {
        kept.add(line);
        last = step;
      }
    }
    if (kept.size() < taken) {
      notes.add(files.metrics() + " has lost steps, which stay away");
    }
    new JsonLines(files.metrics()).replace(kept);
  }

  /** What came between the state's copy and its being there is kept, too. */
  private void rewind(Path log) {
    boolean counted = !log.equals(files.divergences());
    List<String> saved =
        state
            .map(folder -> new JsonLines(folder.resolve(log.getFileName())).complete())
            .orElse(List.of());
    List<String> found =
        new JsonLines(log)
            .legible().stream()
                .filter(line -> !counted || (step(line) >= 0 && step(line) <= taken))
                .toList();
    if (!found.containsAll(saved)) {
      notes.add(log + " has lost lines, which are put back");
    }
    Set<String> lines = new LinkedHashSet<>(saved);
    long last = saved.isEmpty() ? -1 : step(saved.get(saved.size() - 1));
    found.stream().filter(line -> !counted || step(line) > last).forEach(lines::add);
    new JsonLines(log).replace(List.copyOf(lines));
  }

  /** −1 of a line that is damaged. */
  private static long step(String line) {
    try {
      @Nullable Object step = Json.map(line, "a line").get("step");
      return step instanceof Number number ? number.longValue() : -1;
    } catch (InvalidInputException e) {
      return -1;
    }
  }
}
