package org.sourcefree.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sourcefree.PlainText;
import org.sourcefree.Progress;

/** Progress on standard error: a bar in a terminal, a plain line now and then in a pipe. */
final class TerminalProgress implements Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** Of a line, one in so many characters; the bar and its figures need the others. */
  private static final int SHARE_OF_STATE = 3;

  private static final Pattern AFTER_NUMBER = Pattern.compile("(?<=[0-9]),? ");

  private final PrintStream err = System.err;
  private final StatusLines lines = new StatusLines(err);
  private final boolean terminal = Boolean.getBoolean("sourcefree.terminal"); // set by the launcher

  @Override
  public Task start(String task, long total, long taken) {
    return terminal ? new Bar(task, total, taken) : new Lines(task, total, taken);
  }

  @Override
  public void say(String sentence) {
    lines.say(PlainText.line(sentence));
  }

  /** As many whole pairs of name and number as there is room for, but one at least. */
  static String shortened(String state, int room) {
    Matcher pair = AFTER_NUMBER.matcher(state);
    int end = 0;
    while (state.length() > room && pair.find() && (end == 0 || pair.start() <= room)) {
      end = pair.start();
    }
    return end == 0 ? state : state.substring(0, end);
  }

  private final class Bar implements Task {
    private final StatusLines.Line line = lines.new Line();
    private final ProgressBar bar;

    private final RemainingTime remaining;

    Bar(String task, long total, long taken) {
      remaining = new RemainingTime(total, System::nanoTime);
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .startsFrom(taken, Duration.ZERO)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(line)
              .setEtaFunction(state -> remaining.left())
              .build();
    }

    @Override
    public void advance(long done, String state) {
      remaining.advance(done);
      bar.stepTo(done);
      bar.setExtraMessage(" " + shortened(state, TerminalWidth.columns() / SHARE_OF_STATE));
    }

    @Override
    public void close() {
      bar.close();
      line.end();
    }
  }

  private final class Lines implements Task {
    private final String task;
    private final long total;
    private final long taken;
    private final RemainingTime remaining;
    private final Instant started = Instant.now();
    private Instant last = Instant.now();
    private long done;

    Lines(String task, long total, long taken) {
      this.task = task;
      this.total = total;
      this.taken = taken;
      this.done = taken;
      this.remaining = new RemainingTime(total, System::nanoTime);
    }

    @Override
    public void advance(long now, String state) {
      done = now;
      remaining.advance(now);
      if (Duration.between(last, Instant.now()).compareTo(BETWEEN_LINES) >= 0) {
        last = Instant.now();
        print(state);
      }
    }

    @Override
    public void close() {
      print("");
    }

    private void print(String state) {
      double seconds = Math.max(1e-3, Duration.between(started, Instant.now()).toMillis() / 1e3);
      double rate = (done - taken) / seconds;
      String left =
          done == total ? "0" : remaining.left().map(time -> "" + time.toSeconds()).orElse("?");
      err.printf(
          "%s %d/%d, %.1f s, %.1f/s, %s s left %s%n",
          task, done, total, seconds, rate, left, state);
    }
  }
}
