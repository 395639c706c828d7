package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.trust.Models;

/** What a config of each kind answers. */
class ExperimentTest {
  private static final Progress UNUSED =
      (task, total, taken) -> {
        throw new AssertionError("nothing takes long here");
      };

  @ParameterizedTest
  @CsvSource({
    "ld, adaptation, true, true, false",
    "source_only, pretraining, true, false, false",
    "dataset, generation, false, false, true",
    "suite, suite, false, false, false",
  })
  void saysWhatItIs(String file, String kind, boolean trains, boolean adapts, boolean draws) {
    Experiment config = read(file);
    assertThat(config.kind()).isEqualTo(kind);
    assertThat(TrainingConfig.of(config).isPresent()).isEqualTo(trains);
    assertThat(Adaptation.of(config).isPresent()).isEqualTo(adapts);
    assertThat(config.draws().isPresent()).isEqualTo(draws);
  }

  @ParameterizedTest
  @CsvSource({"dataset, generation", "suite, suite"})
  void evaluateNamesTheKindThatItCannotMeasure(String file, String kind) {
    EvaluationRun run = new EvaluationRun(read(file), Optional.empty(), new Models(), UNUSED);
    assertThatThrownBy(() -> run.run(Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("kind must be adaptation or pretraining to evaluate, got " + kind);
  }

  @Test
  void aSuiteStandsForWhatItRuns() {
    List<Experiment> parts = read("suite").parts();
    assertThat(parts).hasSizeGreaterThan(8).allMatch(part -> Adaptation.of(part).isPresent());
    assertThat(read("ld").parts()).containsExactly(read("ld"));
  }

  @Test
  void aPretrainingIsMeasuredWhereItLeavesItsModel() {
    Pretraining config = (Pretraining) read("source_only");
    assertThat(config.measured().savedModel()).isEqualTo(config.output().resolve("saved_model"));
    assertThat(config.measured().classSet()).hasValue(config.model().classSet());
    assertThat(config.data().shown()).isEqualTo(config.data().evaluation().orElseThrow());
  }

  @Test
  void copiesOfAnAdaptationDifferInWhatTheySay() {
    Adaptation config = (Adaptation) read("ld");
    Adaptation elsewhere = config.withOutput(Path.of("elsewhere"));
    assertThat(elsewhere.output()).isEqualTo(Path.of("elsewhere"));
    assertThat(elsewhere.withOutput(config.output())).isEqualTo(config);
    assertThat(config.withoutCache().data().cache()).isEmpty();
    Adaptation untrained = config.untrained();
    assertThat(untrained.step()).isEmpty();
    assertThat(untrained.steps()).isZero();
    assertThat(untrained.passes()).isZero();
    assertThat(untrained.data()).isEqualTo(config.data());
  }

  private static Experiment read(String name) {
    Path file = Path.of("configs/street_scenes", name + ".yaml");
    return ConfigReader.read(file, List.of(), Experiment.class);
  }
}
