package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;

class OverridesTest {
  @Test
  void replacesScalarsListsAndMappings() {
    Example example =
        read(
            "seed=8",
            "source=data/other=one",
            "head.atrous_rates=[1, 2, 3]",
            "labels={kind: argmax}",
            "name=\"\"");
    assertThat(example.seed()).isEqualTo(8);
    assertThat(example.source()).isEqualTo(Path.of("data/other=one"));
    assertThat(example.head()).isEqualTo(new Example.Head(List.of(1, 2, 3), 8));
    assertThat(example.labels()).isEqualTo(new Example.Argmax());
    assertThat(example.name()).isEmpty();
  }

  @Test
  void replacesElementsOfLists() {
    Example example = read("objective.1.weight=0", "head.atrous_rates.0=3");
    assertThat(example.objective())
        .containsExactly(new Example.CrossEntropy(1), new Example.NegativeLearning(0, 3));
    assertThat(example.head().atrousRates()).containsExactly(3, 12);
  }

  @Test
  void addsOptionalKeys() {
    Example example =
        read("threshold=0.5", "extra_head.stride=2", "extra_head.atrous_rates=[4]", "colours.x=3");
    assertThat(example.threshold()).contains(0.5);
    assertThat(example.extraHead()).contains(new Example.Head(List.of(4), 2));
    assertThat(example.colours()).containsEntry("x", 3);
  }

  @Test
  void theLaterOfTwoHolds() {
    assertThat(read("seed=1", "seed=2").seed()).isEqualTo(2);
  }

  @Test
  void refusesUnknownKeys() {
    assertThat(error("objective.1.wieght=0"))
        .isEqualTo("unknown key wieght, did you mean weight? (--set objective.1.wieght)");
    assertThat(error("extra_haed={}"))
        .isEqualTo("unknown key extra_haed, did you mean extra_head? (--set extra_haed)");
    assertThat(error("optimizer.rate=1"))
        .startsWith("unknown key optimizer, known here: ")
        .endsWith(" (--set optimizer.rate: optimizer)");
  }

  @Test
  void saysWhichOverrideIsWrong() {
    assertThat(error("seed=3.7"))
        .isEqualTo("seed must be a whole number in plain decimal digits, got 3.7 (--set seed)");
    assertThat(error("head.atrous_rates=[0]"))
        .isEqualTo("atrous_rates must be positive, got [0] (--set head.atrous_rates)");
    assertThat(error("labels={kind: class_balanced, proportion: high}"))
        .endsWith("got high (--set labels: labels.proportion)");
    assertThat(error("seed=null")).isEqualTo("seed must not be null, got null (--set seed)");
    assertThat(error("seed=*x")).isEqualTo("aliases are not allowed, got *x (--set seed)");
  }

  @Test
  void refusesPathsThatLeadNowhere() {
    assertThat(error("objective.2.weight=0"))
        .isEqualTo(
            "objective is a list of 2, its elements are numbered from 0, got 2 (--set"
                + " objective.2.weight)");
    assertThat(error("objective.weight=0")).contains("got weight (--set objective.weight)");
    assertThat(error("objective.-1=0")).contains("got -1");
    assertThat(error("seed.x=1"))
        .isEqualTo("seed must be a mapping or a list to have x, got 7 (--set seed.x)");
  }

  @Test
  void refusesMalformedOverrides() {
    for (String override : List.of("seed", "=1", "a..b=1", ".a=1", "a.=1", "", "a b=1")) {
      assertThat(error(override))
          .isEqualTo("an override must be key.path=value (--set " + override + ")");
    }
    assertThat(error("seed="))
        .isEqualTo("an override must have a value after =, got none (--set seed)");
    assertThat(error("seed=# 1")).startsWith("seed must not be empty").endsWith("(--set seed)");
    assertThat(error("head.atrous_rates=[1"))
        .startsWith("the text must be YAML, got a fault: ")
        .endsWith(" (--set head.atrous_rates)")
        .doesNotContain("\n");
  }

  @Test
  void mistakesOfFileAndOverridesComeTogether() {
    String message = error(Example.YAML.replace("flip: true", "flip: on"), "steps=x", "seed");
    assertThat(message.lines()).hasSize(3);
  }

  @Test
  void fixesAMistakeOfTheFile() {
    String yaml = Example.YAML.replace("flip: true", "flip: on");
    assertThat(ConfigReader.parse(yaml, "a.yaml", List.of("flip=true"), Example.class))
        .isEqualTo(Example.VALUE);
  }

  private static Example read(String... overrides) {
    return ConfigReader.parse(Example.YAML, "a.yaml", List.of(overrides), Example.class);
  }

  private static String error(String override) {
    return error(Example.YAML, override);
  }

  private static String error(String yaml, String... overrides) {
    return String.valueOf(
        catchThrowableOfType(
                InvalidInputException.class,
                () -> ConfigReader.parse(yaml, "a.yaml", List.of(overrides), Example.class))
            .getMessage());
  }
}
