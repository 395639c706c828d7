package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.config.ParseErrors.error;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
  record Real(double value) {}

  record Whole(int value) {}

  record Limited(Limit value) {}

  record Long64(long value) {}

  record Text(String value) {}

  record File(Path value) {}

  record Switch(boolean value) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.7", "1.0", "1e3", "010", "0x1F", "0o17", "0b11", "1_000", "1:30", "true", "'7'", "seven",
        "[7]", "{a: 7}", "--1", "٣"
      })
  void refusesWhatIsNotAWholeNumber(String text) {
    assertThat(error("value: " + text, Whole.class))
        .startsWith("value must be a whole number in plain decimal digits, got ")
        .endsWith(" (a.yaml:1: value)")
        .doesNotContain("\n");
    assertThat(error("value: " + text, Long64.class)).contains("must be a whole number");
  }

  @Test
  void refusesWholeNumbersOutOfRange() {
    assertThat(error("value: 3000000000", Whole.class))
        .isEqualTo(
            "value must be a whole number from -2^31 to 2^31 - 1, got 3000000000 (a.yaml:1:"
                + " value)");
    assertThat(error("value: 99999999999999999999", Long64.class)).contains("2^63");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "-2.5,-2.5", "1e-4,1e-4", "1E+3,1000", ".5,0.5", "2.,2", "+1,1", "0e0,0"})
  void readsDecimalNumbers(String text, double value) {
    assertThat(ConfigReader.parse("value: " + text, "a.yaml", List.of(), Real.class))
        .isEqualTo(new Real(value));
  }

  @Test
  void readsInfinity() {
    assertThat(ConfigReader.parse("value: -.inf", "a.yaml", List.of(), Real.class))
        .isEqualTo(new Real(Double.NEGATIVE_INFINITY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".nan",
        "NaN",
        "Infinity",
        "010",
        "01.5",
        "0x1p3",
        "1_0.5",
        "1f",
        "true",
        "'1'",
        "1e",
        "[1]",
        "1e999",
        "1e-999",
        "12:30.5"
      })
  void refusesWhatIsNotADecimalNumber(String text) {
    assertThat(error("value: " + text, Real.class))
        .startsWith("value must be a number in ")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"5,5.0", "1e-3,0.001", "none,none", "'\"none\"',none", ".inf,none", "-1,-1.0"})
  void readsALimitOrNone(String text, String written) {
    Limited limited = ConfigReader.parse("value: " + text, "a.yaml", List.of(), Limited.class);
    assertThat(limited.value()).hasToString(written);
    assertThat(ConfigWriter.yaml(limited)).isEqualTo("value: " + written + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "nan", "true", "'5'", "[none]", "no", "{a: none}"})
  void refusesWhatIsNoLimit(String text) {
    assertThat(error("value: " + text, Limited.class))
        .startsWith("value must be a number in plain decimal digits or none, got ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no", "on", "off", "True", "FALSE", "1", "'true'", "[true]"})
  void refusesWhatIsNotABoolean(String text) {
    assertThat(error("value: " + text, Switch.class))
        .startsWith("value must be true or false, got ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7", "010", "1_000", "0x1F", "1e5", ".5", ".inf", ".NaN", "1:30", "true", "Yes", "off"
      })
  void refusesUnquotedNumbersAndBooleansAsText(String text) {
    assertThat(error("value: " + text, Text.class))
        .isEqualTo(
            "value must be a text, quoted where it looks like a number or a boolean, got "
                + text
                + " (a.yaml:1: value)");
    assertThat(ConfigReader.parse("value: '" + text + "'", "a.yaml", List.of(), Text.class))
        .isEqualTo(new Text(text));
    assertThat(error("value: " + text, File.class)).startsWith("value must be a path, quoted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3", "7b", "data/2017", "nan", "resnet-101", "2024-01-01", "a b"})
  void readsUnquotedText(String text) {
    assertThat(ConfigReader.parse("value: " + text, "a.yaml", List.of(), Text.class))
        .isEqualTo(new Text(text));
  }

  @Test
  void refusesWhatIsNotATextOrPath() {
    assertThat(error("value: [a]", Text.class))
        .isEqualTo("value must be a text, got a list (a.yaml:1: value)");
    assertThat(error("value: ''", File.class))
        .isEqualTo("value must be a path, got \"\" (a.yaml:1: value)");
    assertThat(error("value: \"a\\0b\"", File.class))
        .startsWith("value must be a path: a file's name must not hold the character 0, got ");
  }
}
