package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.StoppedException;

class TranscriptTest {
  private static final String TIME =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) ";

  @TempDir private Path root;

  private Path folder() {
    return root.resolve("run");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder().resolve("run.log")).stream()
        .map(
            line -> {
              assertThat(line).matches(TIME + ".*");
              return line.replaceFirst(TIME, "").replaceFirst("\\d+\\.\\d s", "T s");
            })
        .toList();
  }

  @Test
  void whatIsShownBeforeTheFolderIsThereIsWrittenOnceItIs() throws IOException {
    Transcript transcript = new Transcript(Progress.NONE, folder());
    transcript.say("first");
    assertThat(folder()).doesNotExist();
    Files.createDirectory(folder());
    transcript.begin();
    try (Progress.Task task = transcript.start("training", 4, 1)) {
      task.advance(2, " loss 2.0");
      transcript.say("of two\n  lines");
      task.advance(4, " loss 1.0");
    }
    transcript.begin();
    assertThat(lines()).containsExactly("first", "of two; lines", "training 4/4, T s, loss 1.0");
  }

  @Test
  void saysWhyARunEndedEarly() throws IOException {
    Files.createDirectory(folder());
    Transcript transcript = new Transcript(Progress.NONE, folder());
    transcript.begin();
    StoppedException stopped = new StoppedException();
    assertThatThrownBy(
            () ->
                transcript.of(
                    () -> {
                      throw stopped;
                    }))
        .isSameAs(stopped);
    assertThat(lines()).containsExactly("ended early: " + stopped.getMessage());
  }

  @Test
  void aResumedRunAppends() throws IOException {
    Files.createDirectory(folder());
    for (String word : List.of("one", "two")) {
      Transcript transcript = new Transcript(Progress.NONE, folder());
      transcript.begin();
      transcript.say(word);
    }
    assertThat(lines()).containsExactly("one", "two");
  }

  @Test
  void aRunWhoseFolderIsGoneWritesNothing() throws IOException {
    Files.createDirectory(folder());
    Transcript transcript = new Transcript(Progress.NONE, folder());
    transcript.begin();
    Files.delete(folder().resolve("run.log"));
    Files.delete(folder());
    transcript.say("too late");
    assertThat(folder()).doesNotExist();
  }
}
