package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the reader says of mistakes in a file: what and where, all at once. */
class ConfigMistakesTest {
  /** A record whose constructor checks the one and compares two. */
  record Checked(int side, double least, double most, Optional<Integer> count, List<Integer> all) {
    Checked {
      if (side < 1) {
        throw new IllegalArgumentException("side must be positive, got " + side);
      }
      if (!(least >= 0)) {
        throw new IllegalArgumentException("least must not be negative, got " + least);
      }
      if (!(least <= most)) {
        throw new IllegalArgumentException("least must be at most most");
      }
      if (all != null && all.isEmpty()) {
        throw new IllegalArgumentException("side must be 0 where all is empty");
      }
    }
  }

  @Test
  void whatAConstructorRefusesIsNotHiddenByAnotherKeysFault() {
    for (String other : List.of("most: many", "msot: 1", "most: 1\ncount: x", "most: null")) {
      String text = "side: -5\nleast: -1\nall: [1]\n" + other;
      assertThat(ParseErrors.errors(text, Checked.class))
          .contains(
              "side must be positive, got -5 (a.yaml:1: side)",
              "least must not be negative, got -1.0 (a.yaml:2: least)")
          .hasSize(3);
    }
    assertThat(ParseErrors.errors("side: -5\nleast: -1\nmost: 1\nall: [1]", Checked.class))
        .hasSize(2);
  }

  @Test
  void whatDependsOnAFaultyValueIsNotReported() {
    assertThat(ParseErrors.errors("side: 5\nleast: 300\nmost: x\nall: [1]", Checked.class))
        .singleElement()
        .asString()
        .contains("most must be");
    assertThat(ParseErrors.errors("side: 5\nleast: 1\nmost: 2\nall: x", Checked.class))
        .singleElement()
        .asString()
        .contains("all must be");
  }

  @Test
  void namesUnknownKeysAndTheNearest() {
    assertThat(error(Example.YAML.replace("learning_rate", "learing_rate")))
        .isEqualTo(
            "unknown key learing_rate, did you mean learning_rate? (a.yaml:4: learing_rate)");
    assertThat(error(Example.YAML.replace("    width: 3", "    wdith: 3")))
        .isEqualTo("unknown key wdith, did you mean width? (a.yaml:17: objective.1.wdith)");
    assertThat(error(Example.YAML.replace("stride: 8", "stride: 8\n  momentum: 1")))
        .isEqualTo(
            "unknown key momentum, known here: atrous_rates, stride (a.yaml:12: head.momentum)");
    assertThat(ParseErrors.error("kind: argmax\nx: 1", Example.Labels.class))
        .isEqualTo("unknown key x (a.yaml:2: x)");
  }

  @Test
  void namesMissingKeys() {
    assertThat(error(Example.YAML.replace("  stride: 8\n", "")))
        .isEqualTo("missing key stride (a.yaml:9: head.stride)");
    assertThat(error(Example.YAML.replace("seed: 7\n", "")))
        .isEqualTo("missing key seed (a.yaml:2: seed)");
  }

  @Test
  void namesDuplicateKeys() {
    assertThat(error(Example.YAML + "seed: 8\n"))
        .isEqualTo("duplicate key seed, first given at a.yaml:2 (a.yaml:20: seed)");
  }

  @Test
  void refusesNull() {
    for (String nothing : List.of("", "null", "~", "Null", "NULL")) {
      assertThat(error(Example.YAML.replace("seed: 7", "seed: " + nothing)))
          .isEqualTo("seed must not be null, got null (a.yaml:2: seed)");
    }
    assertThat(error(Example.YAML + "threshold: null\n"))
        .isEqualTo("threshold must not be null, got null (a.yaml:20: threshold)");
    assertThat(error(Example.YAML.replace("[6, 12]", "[6, ~]")))
        .isEqualTo("atrous_rates.1 must not be null, got null (a.yaml:10: head.atrous_rates.1)");
  }

  @Test
  void refusesAnotherEnumConstant() {
    assertThat(error(Example.YAML.replace("bicubic_half", "bicubic_haf")))
        .isEqualTo(
            "resize must be one of nearest, bicubic_half, got bicubic_haf, did you mean"
                + " bicubic_half? (a.yaml:8: resize)");
    assertThat(error(Example.YAML.replace("bicubic_half", "BICUBIC_HALF")))
        .startsWith("resize must be one of nearest, bicubic_half, got BICUBIC_HALF");
    assertThat(error(Example.YAML.replace("bicubic_half", "[nearest]")))
        .startsWith("resize must be one of nearest, bicubic_half, got a list");
  }

  @Test
  void refusesAnotherKind() {
    assertThat(error(Example.YAML.replace("class_balanced", "clas_balanced")))
        .isEqualTo(
            "kind must be one of argmax, class_balanced, got clas_balanced, did you mean"
                + " class_balanced? (a.yaml:18: labels.kind)");
    assertThat(error(Example.YAML.replace("kind: class_balanced, ", "")))
        .isEqualTo("kind must be one of argmax, class_balanced, got none (a.yaml:18: labels.kind)");
    assertThat(error(Example.YAML.replace("class_balanced", "[class_balanced]")))
        .startsWith("kind must be one of argmax, class_balanced, got a list");
    assertThat(error(Example.YAML.replace("class_balanced", "null")))
        .isEqualTo("kind must be one of argmax, class_balanced, got null (a.yaml:18: labels.kind)");
  }

  @Test
  void refusesAnotherShape() {
    assertThat(error(Example.YAML.replace("[6, 12]", "6")))
        .isEqualTo("atrous_rates must be a list, got 6 (a.yaml:10: head.atrous_rates)");
    assertThat(error(Example.YAML.replace("{kind: class_balanced, proportion: 0.2}", "argmax")))
        .isEqualTo("labels must be a mapping, got argmax (a.yaml:18: labels)");
    assertThat(error(Example.YAML.replace("{Road: 1, traffic light: 2}", "[1]")))
        .isEqualTo("colours must be a mapping, got a list (a.yaml:19: colours)");
    assertThat(error(Example.YAML.replace("Road: 1", "Road: red")))
        .endsWith("got red (a.yaml:19: colours.Road)");
    assertThat(error("- 1")).isEqualTo("the file must be a mapping, got a list (a.yaml:1)");
    assertThat(error("text")).isEqualTo("the file must be a mapping, got text (a.yaml:1)");
  }

  @Test
  void saysWhereAConstructorFindsAFault() {
    assertThat(error(Example.YAML.replace("[6, 12]", "[6, 0, 18]")))
        .isEqualTo("atrous_rates must be positive, got [6, 0, 18] (a.yaml:10: head.atrous_rates)");
    assertThat(error(Example.YAML.replace("stride: 8", "stride: 16")))
        .isEqualTo("a coarse head must have one rate (a.yaml:9: head)");
  }

  @Test
  void reportsAllMistakesAtOnce() {
    String yaml =
        Example.YAML
            .replace("seed: 7", "sead: 7")
            .replace("flip: true", "flip: yes")
            .replace("[6, 12]", "[6, -1]")
            .replace("weight: 1", "weight: heavy");
    assertThat(error(yaml + "name: twice\n").lines())
        .containsExactly(
            "duplicate key name, first given at a.yaml:6 (a.yaml:20: name)",
            "unknown key sead, did you mean seed? (a.yaml:2: sead)",
            "flip must be true or false, got yes (a.yaml:5: flip)",
            "atrous_rates must be positive, got [6, -1] (a.yaml:10: head.atrous_rates)",
            "weight must be a number in plain decimal digits, got heavy (a.yaml:14:"
                + " objective.0.weight)");
  }

  @Test
  void countsWhatIsTooMuchToReport() {
    assertThat(error("x: 1\n".repeat(300)).lines()).hasSize(101).endsWith("and 211 more");
  }

  private static String error(String yaml) {
    return ParseErrors.error(yaml, Example.class);
  }
}
