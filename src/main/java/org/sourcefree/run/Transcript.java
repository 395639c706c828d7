package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import org.sourcefree.PlainText;
import org.sourcefree.Progress;

/**
 * Writes what is shown of a run to run.log in its folder, each line with its time: sentences, and
 * pieces of work when they end. What is shown before the folder is there is written once it is.
 * Safe for use by several threads.
 */
public final class Transcript implements Progress {
  private static final String FILE = "run.log";

  private final Progress shown;
  private final Path folder;
  private final StringBuilder early = new StringBuilder();
  private boolean begun;

  /**
   * A transcript of a run.
   *
   * @param shown shows everything, too
   * @param folder the run folder, which need not exist yet
   */
  public Transcript(Progress shown, Path folder) {
    this.shown = shown;
    this.folder = folder;
  }

  /** Writes from now on, what came before first. The folder must be there. */
  public synchronized void begin() {
    if (!begun) {
      begun = true;
      append(early.toString());
    }
  }

  /** Does the run, and writes what it came to, or why it ended early. */
  public Outcome of(Supplier<Outcome> run) {
    try {
      Outcome outcome = run.get();
      outcome.results().verdict().ifPresent(verdict -> note(verdict.sentence()));
      return outcome;
    } catch (RuntimeException e) {
      note("ended early: " + e.getMessage());
      throw e;
    }
  }

  @Override
  public void say(String sentence) {
    shown.say(sentence);
    note(sentence);
  }

  private void note(String sentence) {
    String time =
        OffsetDateTime.now(ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS)
            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    String words = PlainText.line(sentence.strip().replaceAll("\\s*\\R\\s*", "; "));
    String line = time + " " + words + "\n";
    synchronized (this) {
      if (begun) {
        append(line);
      } else {
        early.append(line);
      }
    }
  }

  /** A run that failed before anything was worth keeping has no folder any more. */
  private void append(String lines) {
    if (Files.isDirectory(folder)) {
      try {
        Files.writeString(
            folder.resolve(FILE), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Task start(String task, long total, long taken) {
    Task inner = shown.start(task, total, taken);
    long started = System.nanoTime();
    return new Task() {
      private long done = taken;
      private String state = "";

      @Override
      public void advance(long now, String words) {
        done = now;
        state = words;
        inner.advance(now, words);
      }

      @Override
      public void close() {
        inner.close();
        double seconds = (System.nanoTime() - started) / 1e9;
        String last = state.isBlank() ? "" : ", " + state.strip();
        note(String.format(Locale.ROOT, "%s %d/%d, %.1f s%s", task, done, total, seconds, last));
      }
    };
  }
}
