package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a terminal shows of tasks and sentences. */
class StatusLinesTest {
  private static final Pattern PIECE = Pattern.compile("\u001b\\[(\\d*)([FK])|([^\n\u001b]*)\n");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final StatusLines lines =
      new StatusLines(new PrintStream(written, true, StandardCharsets.UTF_8));

  /** The screen as a terminal draws it: lines, cursor up, erase a line. */
  private List<String> screen() {
    List<String> screen = new ArrayList<>();
    int row = 0;
    String text = written.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    Matcher piece = PIECE.matcher(text);
    int end = 0;
    for (; piece.find(); end = piece.end()) {
      assertThat(piece.start()).isEqualTo(end);
      if ("F".equals(piece.group(2))) {
        row -= Integer.parseInt(piece.group(1));
      } else if ("K".equals(piece.group(2))) {
        screen.set(row, "");
      } else {
        if (row < screen.size()) {
          screen.remove(row);
        }
        screen.add(row, piece.group(3));
        row++;
      }
    }
    assertThat(end).isEqualTo(text.length());
    while (!screen.isEmpty() && screen.get(screen.size() - 1).isEmpty()) {
      screen.remove(screen.size() - 1);
    }
    assertThat(row).as("the cursor is below all").isEqualTo(screen.size());
    return screen;
  }

  @Test
  void aTaskIsDrawnInPlaceAndStaysWhenItEnds() {
    StatusLines.Line task = lines.new Line();
    task.accept("a 0/2");
    task.accept("a 1/2");
    assertThat(screen()).containsExactly("a 1/2");
    task.accept("a 2/2");
    task.end();
    lines.new Line().accept("b 0/1");
    assertThat(screen()).containsExactly("a 2/2", "b 0/1");
  }

  @Test
  void sentencesStandAboveTheTasksThatGoOn() {
    lines.say("before");
    StatusLines.Line task = lines.new Line();
    task.accept("a 0/2");
    lines.say("first");
    task.accept("a 1/2");
    lines.say("second");
    assertThat(screen()).containsExactly("before", "first", "second", "a 1/2");
  }

  @Test
  void tasksWithinATaskEndAboveIt() {
    StatusLines.Line training = lines.new Line();
    training.accept("training 0/9");
    for (int round = 1; round <= 3; round++) {
      StatusLines.Line labelling = lines.new Line();
      labelling.accept("labelling 0/1");
      lines.say("said in round " + round);
      labelling.accept("labelling 1/1");
      assertThat(screen()).endsWith("training %d/9".formatted(round - 1), "labelling 1/1");
      labelling.end();
      training.accept("training %d/9".formatted(round));
    }
    assertThat(screen())
        .containsExactly(
            "said in round 1",
            "labelling 1/1",
            "said in round 2",
            "labelling 1/1",
            "said in round 3",
            "labelling 1/1",
            "training 3/9");
  }

  @Test
  void whatTheBarDrawsOfATaskThatEndsInAMomentLeavesOneLine() {
    StatusLines.Line task = lines.new Line();
    task.accept("a 0/2");
    task.close();
    task.accept("a 2/2");
    task.close();
    task.end();
    task.accept("a 2/2");
    task.close();
    assertThat(screen()).containsExactly("a 2/2");
  }

  @Test
  void aTaskThatShowedNothingLeavesNothing() {
    lines.new Line().end();
    assertThat(screen()).isEmpty();
  }

  @Test
  void aLineIsNeverWiderThanTheTerminal() {
    StatusLines.Line task = lines.new Line();
    task.accept("x".repeat(500));
    assertThat(screen().get(0)).hasSize(task.getMaxRenderedLength());
  }
}
