package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.training.StepLosses;

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
  void stepsLostInTheMiddleAreSaidAndNoneIsTwice() throws IOException {
    Path metrics = path.resolve("metrics.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    lines.remove(0);
    lines.set(2, "{\"step\": 3, \"lea");
    Files.write(metrics, lines);
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.notes()).singleElement().asString().contains("has lost steps");
    }
    assertThat(new RunLog(path).steps())
        .extracting(StepLosses::step)
        .containsExactly(1L, 2L, 4L, 5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch.jsonl", "validation.jsonl", "divergences.jsonl"})
  void linesLostOfOtherLogsArePutBack(String name) throws IOException {
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      folder.appendDivergence(new Divergence(6, "loss is NaN", 5, 0.5));
      RunsInFolder.log(folder, 6, 8);
      RunsInFolder.save(folder, 8);
      folder.appendDivergence(new Divergence(9, "loss is NaN", 8, 0.25));
    }
    Path log = path.resolve(name);
    String whole = Files.readString(log);
    List<String> lines = Files.readAllLines(log);
    lines.remove(0);
    for (String damaged : List.of("", "none\n", String.join("\n", lines), whole.substring(0, 9))) {
      Files.writeString(log, damaged);
      try (RunFolder folder = RunsInFolder.open(path, true)) {
        assertThat(folder.notes()).singleElement().asString().contains(name, "are put back");
      }
      assertThat(Files.readString(log)).startsWith(whole.lines().findFirst().orElseThrow() + "\n");
    }
    Files.write(log, new byte[] {(byte) 0xff, '\n'});
    RunsInFolder.open(path, true).close();
    Files.delete(log);
    RunsInFolder.open(path, true).close();
    try (RunFolder folder = RunsInFolder.open(path, true)) {
      assertThat(folder.notes()).isEmpty();
      assertThat(folder.watch()).extracting(WatchPoint::step).startsWith(1L).endsWith(8L);
      assertThat(folder.validation()).extracting(ValidationPoint::step).endsWith(8L);
      assertThat(folder.divergences()).extracting(Divergence::step).startsWith(6L);
    }
  }

  /** Of a version that kept no copies. */
  @Test
  void aStateWithoutCopiesIsResumedFrom() throws IOException {
    Path state = path.resolve("checkpoints/step_00000006");
    for (String name : List.of("watch.jsonl", "validation.jsonl")) {
      Files.delete(state.resolve(name));
      Path sums = state.resolve("SHA256SUMS");
      Files.write(
          sums, Files.readAllLines(sums).stream().filter(line -> !line.contains(name)).toList());
    }
    whatWasLoggedAfterTheNewestStateIsDropped();
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
