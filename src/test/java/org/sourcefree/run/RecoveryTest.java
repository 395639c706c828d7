package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.Progress;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.training.DivergedException;
import org.sourcefree.training.OnDivergence;

class RecoveryTest {
  @TempDir private Path root;
  private final List<String> said = new ArrayList<>();
  private final List<OptionalLong> starts = new ArrayList<>();

  @Test
  void goesOnFromTheLastStateWithHalfTheRate() {
    Outcome outcome = recovery(OnDivergence.RESTORE).run(false, diverging(1));
    assertThat(outcome.folder()).isEqualTo(path());
    assertThat(starts).containsExactly(OptionalLong.empty(), OptionalLong.of(4));
    List<Divergence> noted = new RunLog(path()).divergences();
    assertThat(noted).containsExactly(new Divergence(5, "the loss is NaN", 4, 0.5));
    assertThat(Divergence.factorAt(noted, 4)).isEqualTo(0.5);
    assertThat(said).singleElement().asString().contains("restoration 1 of 3", "after 4 steps");
  }

  @Test
  void givesUpAfterThreeRestorations() {
    assertThatThrownBy(() -> recovery(OnDivergence.RESTORE).run(false, diverging(9)))
        .isInstanceOf(DivergedException.class)
        .hasMessage("the loss is NaN; given up after 3 restorations");
    assertThat(starts).hasSize(4);
    assertThat(new RunLog(path()).divergences())
        .extracting(Divergence::learningRateFactor)
        .containsExactly(0.5, 0.25, 0.125);
  }

  @Test
  void stopsWhereTheConfigSaysSo() {
    assertThatThrownBy(() -> recovery(OnDivergence.STOP).run(false, diverging(1)))
        .isInstanceOf(DivergedException.class)
        .hasMessage("the loss is NaN");
    assertThat(starts).hasSize(1);
    assertThat(new RunLog(path()).divergences()).isEmpty();
  }

  @Test
  void theFolderIsFreeAgainWhateverHappens() {
    Function<RunFolder, Outcome> failing =
        folder -> {
          folder.create();
          throw new IllegalStateException("a fault");
        };
    assertThatThrownBy(() -> recovery(OnDivergence.RESTORE).run(false, failing))
        .hasMessage("a fault");
    RunsInFolder.open(path(), true).close();
  }

  private Path path() {
    return root.resolve("run");
  }

  private Recovery recovery(OnDivergence onDivergence) {
    Progress progress =
        new Progress() {
          @Override
          public Task start(String task, long total, long taken) {
            throw new AssertionError("nothing takes long here");
          }

          @Override
          public void say(String sentence) {
            said.add(sentence);
          }
        };
    return new Recovery(path(), RunsInFolder.CONFIG, RunsInFolder.rounds(onDivergence), progress);
  }

  /** A run that saves after 4 steps and diverges at step 5, so many times. */
  private Function<RunFolder, Outcome> diverging(int times) {
    return folder -> {
      starts.add(folder.taken());
      folder.create();
      if (folder.taken().isEmpty()) {
        RunsInFolder.log(folder, 0, 4);
        RunsInFolder.save(folder, 4);
      }
      if (starts.size() <= times) {
        RunsInFolder.log(folder, 4, 5);
        throw new DivergedException("the loss is NaN", 5);
      }
      return new Outcome(
          folder.path(),
          folder.savedModel(),
          StandardClasses.CITYSCAPES_19.set(),
          folder.results(),
          List.of());
    };
  }
}
