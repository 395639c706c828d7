package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.pseudolabel.ClassSelection;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.RunListener;
import org.sourcefree.run.RunLog;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.training.StepLosses;

/** What a program is told of a run that it starts, and how it ends one. */
@Tag("end-to-end")
class FollowedRunTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    task = SmallTask.adapted(root);
  }

  /** Everything that a listener is told. */
  private static final class Listener implements RunListener {
    private final List<StepLosses> steps = new ArrayList<>();
    private final List<WatchPoint> looks = new ArrayList<>();
    private final List<Integer> rounds = new ArrayList<>();
    private final List<Scores> sourceOnly = new ArrayList<>();
    private final List<Long> measured = new ArrayList<>();
    private final List<Outcome> ends = new ArrayList<>();

    @Override
    public void step(StepLosses losses) {
      steps.add(losses);
    }

    @Override
    public void look(WatchPoint point) {
      looks.add(point);
    }

    @Override
    public void labelled(int round, List<ClassSelection> classes) {
      assertThat(classes).hasSize(19);
      rounds.add(round);
    }

    @Override
    public void sourceOnly(Scores scores) {
      sourceOnly.add(scores);
    }

    @Override
    public void measured(long step, Scores scores) {
      measured.add(step);
    }

    @Override
    public void ended(Outcome outcome) {
      ends.add(outcome);
    }
  }

  @Test
  void aListenerIsToldWhatIsLogged() throws IOException {
    Listener listener = new Listener();
    Path out = root.resolve("followed");
    Outcome outcome = run("adapt").toldTo(listener).run(out, false);
    RunLog log = new RunLog(out);
    assertThat(listener.steps).isEqualTo(log.steps()).hasSize(SmallTask.STEPS);
    assertThat(listener.looks).isEqualTo(log.watch()).isNotEmpty();
    assertThat(listener.rounds).containsExactly(0, 1);
    assertThat(listener.sourceOnly).hasSize(1);
    assertThat(log.results().before()).hasValue(listener.sourceOnly.get(0));
    assertThat(listener.measured).containsExactly(0L, (long) SmallTask.STEPS);
    assertThat(listener.ends).containsExactly(outcome);
    assertThat(SmallTask.trained(out)).isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  @Test
  void aListenerOfAPretrainingIsToldOfStepsAndTheResult() {
    Listener listener = new Listener();
    run("pretrain").toldTo(listener).run(root.resolve("followed_pretraining"), false);
    assertThat(listener.steps).hasSize(40);
    assertThat(listener.looks).isEmpty();
    assertThat(listener.rounds).isEmpty();
    assertThat(listener.measured).containsExactly(40L);
    assertThat(listener.ends).hasSize(1);
  }

  /** Nothing is lost, not even the losses of the step that the request fell into. */
  @ParameterizedTest
  @ValueSource(longs = {0, 4, 6, 11})
  void aRunThatIsAskedToEndSavesItsStepAndGoesOn(long last) throws IOException {
    Path out = root.resolve("stopped_" + last);
    StopRequest stop = new StopRequest();
    RunListener asking =
        new RunListener() {
          @Override
          public void step(StepLosses losses) {
            if (losses.step() == last) {
              stop.make();
            }
          }
        };
    TrainingRun stopped = run("adapt").toldTo(asking).stoppedBy(stop);
    assertThatThrownBy(() -> stopped.run(out, false)).isInstanceOf(StoppedException.class);
    assertThat(new RunLog(out).steps()).hasSize((int) last + 1);
    assertThat(out.resolve("checkpoints/step_%08d".formatted(last + 1))).isDirectory();
    Listener listener = new Listener();
    run("adapt").toldTo(listener).run(out, true);
    assertThat(listener.steps).hasSize(SmallTask.STEPS - (int) last - 1);
    assertThat(SmallTask.trained(out)).isEqualTo(SmallTask.trained(root.resolve("whole")));
    assertThat(WatchedRunTest.scalars(out))
        .isEqualTo(WatchedRunTest.scalars(root.resolve("whole")));
  }

  @Test
  void aRunThatIsAskedToEndBeforeItsFirstStepTakesNone() {
    Path out = root.resolve("stopped_before");
    StopRequest stop = new StopRequest();
    RunListener asking =
        new RunListener() {
          @Override
          public void look(WatchPoint point) {
            stop.make();
          }
        };
    TrainingRun stopped = run("adapt").toldTo(asking).stoppedBy(stop);
    assertThatThrownBy(() -> stopped.run(out, false)).isInstanceOf(StoppedException.class);
    assertThat(out.resolve("checkpoints/step_00000000")).isDirectory();
    assertThat(new RunLog(out).steps()).isEmpty();
  }

  private static TrainingRun run(String config) {
    Path file = Path.of(task.config(config));
    return new TrainingRun(
        (TrainingConfig) ConfigReader.read(file, List.of(), Experiment.class), Progress.NONE);
  }
}
