package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.StoppedException;
import org.sourcefree.training.DivergedException;
import org.sourcefree.training.OnDivergence;

class RunFolderTest {
  @TempDir private Path root;

  private Path path() {
    return root.resolve("runs/one");
  }

  @Test
  void aNewRunLeavesNothingBeforeItIsCreated() {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      assertThat(folder.taken()).isEmpty();
      assertThat(folder.notes()).isEmpty();
      assertThat(root).isEmptyDirectory();
      folder.create();
    }
    assertThat(path().resolve("experiment.yaml")).hasContent(RunsInFolder.CONFIG);
  }

  @Test
  void creatingLeavesNoOtherFolderBeside() throws IOException {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
      try (Stream<Path> beside = Files.list(root.resolve("runs"))) {
        assertThat(beside).containsExactly(path());
      }
    }
  }

  @Test
  void aPlaceThatIsTakenIsRefusedEvenIfOnlyMeanwhile() throws IOException {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      Files.createDirectories(path());
      Files.writeString(path().resolve("mine.txt"), "mine");
      assertThatThrownBy(folder::create)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("must not exist yet")
          .hasMessageContaining("--resume");
    }
    assertThat(path().resolve("mine.txt")).hasContent("mine");
    assertThatThrownBy(() -> RunsInFolder.open(path(), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must not exist yet");
  }

  @Test
  void aRunIsResumedWithItsOwnConfigAlone() {
    assertThatThrownBy(() -> RunsInFolder.open(path(), true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there must be a run to resume");
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
    }
    assertThatThrownBy(
            () -> RunFolder.open(path(), "kind: pretraining\n", RunsInFolder.rounds(), true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the config it was started with");
  }

  @Test
  void aRunWhoseConfigSaysNoLimitAsItUsedToIsResumed() throws IOException {
    String now = "optimizer:\n  gradient_norm_limit: none\n";
    try (RunFolder folder = RunFolder.open(path(), now, RunsInFolder.rounds(), false)) {
      folder.create();
    }
    Files.writeString(path().resolve("experiment.yaml"), now.replace("none", ".inf"));
    RunFolder.open(path(), now, RunsInFolder.rounds(), true).close();
  }

  @Test
  void oneProcessAtATimeWorksOnIt() {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
      assertThatThrownBy(() -> RunsInFolder.open(path(), true))
          .isInstanceOf(InvalidInputException.class);
    }
    RunsInFolder.open(path(), true).close();
  }

  @Test
  void logsWhatItIsTold() {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
      RunsInFolder.log(folder, 0, 3);
      folder.appendDivergence(new Divergence(2, "the loss is NaN", 0, 0.5));
      RunsInFolder.label(folder, 1);
      RunLog log = new RunLog(path());
      assertThat(log.steps()).extracting("step").containsExactly(0L, 1L, 2L);
      assertThat(folder.watch()).extracting(WatchPoint::step).containsExactly(1L, 2L, 3L);
      assertThat(folder.validation()).hasSize(3);
      assertThat(folder.divergences()).extracting(Divergence::restored).containsExactly(0L);
      assertThat(folder.labelledRounds()).containsExactly(2);
    }
    assertThat(path().resolve("metrics.jsonl"))
        .content()
        .startsWith("{\"step\":0,\"learning_rate\":0.1,\"total\":1.0,\"entropy\":1.0}\n");
  }

  @Test
  void theSecondsOfAResumedRunGoOn() {
    double before;
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
      folder.measuring(() -> 1);
      folder.writeResults(Results.none().withSeconds(100, 40));
      before = folder.results().seconds();
      assertThat(before).isLessThan(100);
    }
    try (RunFolder folder = RunsInFolder.open(path(), true)) {
      folder.writeResults(folder.results());
      assertThat(folder.results().seconds()).isGreaterThan(before);
    }
  }

  @Test
  void aNewRunThatFailsBeforeItHasTrainedIsDiscarded() {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
      RunsInFolder.save(folder, 0);
      folder.discardUnlessResumable(new IllegalStateException("a fault"));
    }
    assertThat(path()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(OnDivergence.class)
  void aRunThatMayBeResumedIsKept(OnDivergence onDivergence) {
    boolean restores = onDivergence == OnDivergence.RESTORE;
    try (RunFolder folder =
        RunFolder.open(path(), RunsInFolder.CONFIG, RunsInFolder.rounds(onDivergence), false)) {
      folder.create();
      folder.discardUnlessResumable(new StoppedException());
      assertThat(path()).exists();
      folder.discardUnlessResumable(new DivergedException("the loss is NaN", 1));
      assertThat(Files.exists(path())).isEqualTo(restores);
    }
  }

  @Test
  void aRunWithTrainedStatesIsKeptWhateverFails() {
    try (RunFolder folder = RunsInFolder.open(path(), false)) {
      folder.create();
      RunsInFolder.log(folder, 0, 2);
      RunsInFolder.save(folder, 2);
      folder.discardUnlessResumable(new IllegalStateException("a fault"));
    }
    try (RunFolder folder = RunsInFolder.open(path(), true)) {
      assertThat(folder.taken()).hasValue(2);
      assertThat(folder.notes()).isEqualTo(List.of());
    }
  }
}
