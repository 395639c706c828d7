package org.sourcefree.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameRunTest {
  @TempDir private Path folder;

  @Test
  void theSameFactsInTheSameFolderAreTheSameRun() {
    SameRun run = new SameRun(folder, List.of("seed: 1", "output: runs/a"));
    run.write(-5);
    assertThat(run.difference(-5)).isEmpty();
    run.remove();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theFirstDifferenceIsNamed() {
    new SameRun(folder, List.of("kind: adaptation", "seed: 1", "output: a")).write(7);
    assertThat(
            new SameRun(folder, List.of("kind: adaptation", "seed: 2", "output: b")).difference(7))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("this one has \"seed: 2\" where the chief has \"seed: 1\""));
    assertThat(new SameRun(folder, List.of("kind: adaptation")).difference(7))
        .hasValueSatisfying(text -> assertThat(text).contains("\"nothing\" where the chief"));
  }

  @Test
  void anotherFolderOfTheSameNameIsNamed() {
    SameRun run = new SameRun(folder, List.of("seed: 1"));
    assertThat(run.difference(7))
        .hasValueSatisfying(text -> assertThat(text).contains("one folder that all workers share"));
    run.write(7);
    assertThat(run.difference(8))
        .hasValueSatisfying(text -> assertThat(text).contains("another than the chief's"));
  }
}
