package org.sourcefree.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;

/**
 * Takes the time of a run's pieces of work and writes it to timing.json in its folder whenever one
 * ends. A piece that is done inside another counts apart, and not to the other. Safe for use by
 * several threads.
 */
public final class Timing implements Progress {
  /** What no piece of work accounts for. */
  static final String OTHER = "other";

  private final Progress shown;
  private final RunFiles files;
  private final LongSupplier nanoseconds;
  private final Map<String, Long> spent = new LinkedHashMap<>();
  private final Deque<Piece> open = new ArrayDeque<>();
  private long since;

  /**
   * Where a run's time went, over all processes that worked on it, without what was lost with one
   * that was killed.
   *
   * @param seconds wall time in all
   * @param parts seconds by piece of work, in the order in which they were first met; they add up
   */
  public record Spent(double seconds, Map<String, Double> parts) {}

  /** Takes the time from now on; of a resumed run, adds it to what was taken earlier. */
  public Timing(Progress shown, Path folder, boolean resumed) {
    this(shown, folder, resumed, System::nanoTime);
  }

  Timing(Progress shown, Path folder, boolean resumed, LongSupplier nanoseconds) {
    this.shown = shown;
    this.files = new RunFiles(folder);
    this.nanoseconds = nanoseconds;
    if (resumed && Files.exists(files.timing())) {
      Json.read(files.timing(), Spent.class)
          .parts()
          .forEach((part, seconds) -> spent.put(part, Math.round(1e9 * seconds)));
    }
    since = nanoseconds.getAsLong();
  }

  /** A piece of work under way. */
  private final class Piece implements Task {
    private final String name;
    private final Task inner;

    private Piece(String name, Task inner) {
      this.name = name;
      this.inner = inner;
    }

    @Override
    public void advance(long done, String state) {
      inner.advance(done, state);
    }

    @Override
    public void close() {
      inner.close();
      end(this);
    }
  }

  @Override
  public void say(String sentence) {
    shown.say(sentence);
  }

  @Override
  public Task start(String task, long total, long taken) {
    return begin(task, shown.start(task, total, taken));
  }

  @Override
  public Task unshown(String task) {
    return begin(task, shown.unshown(task));
  }

  /** What comes after a comma says which of several pieces alike it is. */
  private synchronized Piece begin(String task, Task inner) {
    take();
    Piece begun = new Piece(task.replaceFirst(",.*", ""), inner);
    open.push(begun);
    return begun;
  }

  /** Ends a piece, and with it what was begun inside it and was left by an exception. */
  private synchronized void end(Piece piece) {
    take();
    while (open.contains(piece)) {
      open.pop();
    }
    write();
  }

  /** Gives the time since it was last taken to the innermost piece. */
  private void take() {
    long now = nanoseconds.getAsLong();
    Piece innermost = open.peek();
    spent.merge(innermost == null ? OTHER : innermost.name, now - since, Long::sum);
    since = now;
  }

  /** Writes the time taken until now, if the run has a folder. */
  public synchronized void write() {
    take();
    if (Files.isDirectory(files.folder())) {
      Map<String, Double> parts = new LinkedHashMap<>();
      spent.forEach((part, time) -> parts.put(part, seconds(time)));
      long whole = spent.values().stream().mapToLong(Long::longValue).sum();
      Json.write(files.timing(), new Spent(seconds(whole), parts));
    }
  }

  /** To a thousandth. */
  private static double seconds(long time) {
    return Math.round(time / 1e6) / 1e3;
  }
}
