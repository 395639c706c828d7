package org.sourcefree.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last lines of a terminal: one line for each running task, redrawn in place. Sentences and
 * finished tasks stand above them and stay.
 */
final class StatusLines {
  private static final String UP_AND_ERASE = "\u001b[1F\u001b[2K";
  private static final int USUAL_WIDTH = 80;

  private final PrintStream out;
  private final List<Line> shown = new ArrayList<>();

  /** Below what the terminal shows now; nothing else may write to it but through here. */
  StatusLines(PrintStream out) {
    this.out = out;
  }

  /** Puts a sentence above the tasks. */
  synchronized void say(String sentence) {
    erase();
    out.println(sentence);
    draw();
  }

  private synchronized void show(Line line, String text) {
    if (line.ended) {
      return;
    }
    erase();
    line.text = text;
    if (!shown.contains(line)) {
      shown.add(line);
    }
    draw();
  }

  private synchronized void leave(Line line) {
    erase();
    if (shown.remove(line)) {
      out.println(line.text);
    }
    line.ended = true;
    draw();
  }

  private void erase() {
    PlainStream.steer(out, UP_AND_ERASE.repeat(shown.size()));
  }

  private void draw() {
    shown.forEach(line -> out.println(line.text));
    out.flush();
  }

  /** A task's line. */
  final class Line implements ProgressBarConsumer {
    private String text = "";
    private boolean ended;

    @Override
    public int getMaxRenderedLength() {
      int columns = TerminalWidth.columns();
      return (columns == Integer.MAX_VALUE ? USUAL_WIDTH : columns) - 1;
    }

    @Override
    public void accept(String drawn) {
      show(this, drawn.substring(0, Math.min(drawn.length(), getMaxRenderedLength())));
    }

    /** Lets the line stay as it is and draws it no more. */
    void end() {
      leave(this);
    }

    /** Changes nothing: the bar may close a line, even twice, and draw it again. */
    @Override
    public void close() {}
  }
}
