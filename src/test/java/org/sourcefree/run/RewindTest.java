package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

/** States after 0, 2, 4 and 6 of 8 steps, 7 steps logged, two rounds labelled. */
class RewindTest {
  @TempDir private Path root;
  private Path path;

  @BeforeEach
  void run() {
    path = root.resolve("run");
    try (RunFolder folder = RunsInFolder.open(path, false)) {
      folder.create();
      RunsInFolder.save(folder, 0);
      RunsInFolder.label(folder, 0);
      for (long taken = 0; taken < 6; taken += 2) {
        RunsInFolder.log(folder, taken, taken + 2);
        if (taken == 4) {
          RunsInFolder.label(folder, 1);
        }
        RunsInFolder.save(folder, taken + 2);
      }
      RunsInFolder.log(folder, 6, 7);
    }
  }

  @Test
  void whatWasLoggedAfterTheNewestStateIsDropped() {
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.taken()).hasValue(6);
      assertThat(folder.notes()).isEmpty();
      assertThat(new RunLog(path).steps()).hasSize(6);
      assertThat(folder.watch()).extracting(WatchPoint::step).endsWith(5L, 6L);
      assertThat(folder.validation()).extracting(ValidationPoint::step).endsWith(5L, 6L);
      assertThat(folder.labelledRounds()).containsExactly(1, 2);
    }
  }

  @Test
  void aHalfWrittenLineIsDropped() throws IOException {
    Path metrics = path.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"step\":7,\"lear");
    RunsInFolder.open(path, true).close();
    assertThat(new RunLog(path).steps()).hasSize(6);
    assertThat(metrics).content().endsWith("}\n");
  }

  @Test
  void aDamagedStateIsPassedOverWithLabelsThatOnlyItNeeds() throws IOException {
    Files.write(path.resolve("checkpoints/step_00000006/state.json"), new byte[1]);
    Files.delete(path.resolve("checkpoints/step_00000004/SHA256SUMS"));
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.taken()).hasValue(2);
      assertThat(folder.notes())
          .hasSize(2)
          .anyMatch(note -> note.contains("step_00000006 is damaged: "))
          .anyMatch(note -> note.contains("step_00000004 is damaged: "));
      assertThat(folder.labelledRounds()).containsExactly(1);
      assertThat(new RunLog(path).steps()).hasSize(2);
    }
  }

  @Test
  void aStateIsPassedOverWhoseRoundsLabelsAreDamaged() throws IOException {
    Files.write(path.resolve("pseudo_labels/round_2/image.png"), new byte[1]);
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.taken()).hasValue(4);
      assertThat(folder.notes())
          .singleElement()
          .asString()
          .contains("step_00000006 needs the pseudo labels", "round_2");
      assertThat(path.resolve("pseudo_labels/round_2")).doesNotExist();
    }
  }

  @Test
  void damagedLabelsOfARoundThatIsOverAreOnlySaid() throws IOException {
    Files.write(path.resolve("pseudo_labels/round_1/image.png"), new byte[1]);
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.taken()).hasValue(6);
      assertThat(folder.notes()).singleElement().asString().contains("round_1", "nothing needs it");
      assertThat(folder.labelledRounds()).containsExactly(1, 2);
    }
  }

  @Test
  void lostStepsAreSaid() throws IOException {
    Files.writeString(path.resolve("metrics.jsonl"), "");
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.notes())
          .singleElement()
          .asString()
          .contains("metrics.jsonl has lost steps");
    }
  }

  @Test
  void nothingIsDroppedWithoutAWholeState() throws IOException {
    for (int step = 0; step <= 6; step += 2) {
      Files.delete(path.resolve("checkpoints/step_0000000%d/SHA256SUMS".formatted(step)));
    }
    assertThatThrownBy(() -> RunsInFolder.open(path, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("step_00000006");
    assertThat(new RunLog(path).steps()).hasSize(7);
    assertThat(path.resolve("pseudo_labels/round_2/image.png")).exists();
  }
}
