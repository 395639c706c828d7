package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.model.ModelSession;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.trust.Models;

class ValidationTest {
  @TempDir private Path root;
  private RunFolder folder;
  private ModelSession model;
  private final List<Double> scores = new ArrayList<>(List.of(50.0, 60.0, 55.0, 60.0));
  private final List<Long> told = new ArrayList<>();

  @BeforeEach
  void open() {
    folder = RunsInFolder.open(root.resolve("run"), false);
    folder.create();
    model = new ModelSession(TinyNetwork.MODEL);
    model.initialise(1);
  }

  @AfterEach
  void close() {
    model.close();
    folder.close();
  }

  @Test
  void measuresWhenItIsTimeAndOnceAStep() {
    Validation validation = validation(Optional.of(3L));
    for (long taken = 0; taken <= 6; taken++) {
      validation.measureIfDue(model, taken);
      validation.measureIfDue(model, taken);
    }
    assertThat(told).containsExactly(0L, 3L, 6L);
    assertThat(folder.validation()).extracting(ValidationPoint::step).containsExactly(0L, 3L, 6L);
    assertThat(validation.measure(model, 6))
        .map(Measurement::scores)
        .map(Scores::miou)
        .hasValue(55.0);
    assertThat(scores).hasSize(1);
  }

  @Test
  void theFirstOfTheHighestIsKept() {
    Validation validation = validation(Optional.of(1L));
    for (long taken = 0; taken < 4; taken++) {
      validation.measureIfDue(model, taken);
    }
    Results.Best best = folder.results().best().orElseThrow();
    assertThat(best.step()).isEqualTo(1);
    assertThat(best.scores().miou()).isEqualTo(60);
    assertThat(best.note()).contains("not source-free");
    assertThat(new Models().open(folder.best().resolve("saved_model")).model())
        .isEqualTo(TinyNetwork.MODEL);
    assertThat(folder.best().resolveSibling("best.partial")).doesNotExist();
  }

  @Test
  void withoutAnIntervalNothingIsChosen() {
    Validation validation = validation(Optional.empty());
    validation.measureIfDue(model, 0);
    assertThat(told).isEmpty();
    assertThat(validation.measure(model, 8)).isPresent();
    assertThat(told).containsExactly(8L);
    assertThat(folder.results().best()).isEmpty();
    assertThat(folder.best()).doesNotExist();
  }

  @Test
  void whatWasMeasuredBeforeAnInterruptionIsNotMeasuredAgain() {
    validation(Optional.of(3L)).measureIfDue(model, 3);
    Validation resumed = validation(Optional.of(3L));
    resumed.restore(OptionalLong.of(3));
    resumed.measureIfDue(model, 3);
    assertThat(told).containsExactly(3L);
    assertThat(folder.results().best()).isPresent();
    resumed.restore(OptionalLong.empty());
    assertThat(folder.results().best()).isEmpty();
  }

  @Test
  void withoutLabelledImagesNothingIsNoted() {
    Validation validation =
        new Validation(any -> Optional.empty(), Optional.empty(), folder, RunListener.NONE);
    assertThat(validation.measure(model, 8)).isEmpty();
    assertThat(folder.validation()).isEmpty();
  }

  private Validation validation(Optional<Long> every) {
    RunListener listener =
        new RunListener() {
          @Override
          public void measured(long step, Scores measured) {
            told.add(step);
          }
        };
    return new Validation(any -> Optional.of(next()), every, folder, listener);
  }

  private Measurement next() {
    double miou = scores.remove(0);
    return new Measurement(new Scores(miou, Map.of("a", miou)), List.of(), List.of());
  }
}
