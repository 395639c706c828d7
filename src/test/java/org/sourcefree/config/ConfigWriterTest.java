package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {
  record Numbers(List<Double> values) {}

  record Texts(List<String> values, Map<String, String> byName) {}

  record Nested(List<List<Integer>> grid, List<List<Example.Term>> terms, List<Empty> empty) {}

  record Empty() {}

  @Test
  void writesKeysInTheOrderOfTheComponents() {
    Example example =
        new Example(
            7,
            3_000_000_000L,
            1e-4,
            true,
            "ld",
            Path.of("data/gta5"),
            Example.Interpolation.BICUBIC_HALF,
            new Example.Head(List.of(6, 12), 8),
            List.of(new Example.CrossEntropy(1), new Example.NegativeLearning(0.5, 3)),
            new Example.ClassBalanced(0.2),
            Optional.of(0.9),
            Optional.empty(),
            Map.of("traffic light", 2));
    assertThat(ConfigWriter.yaml(example))
        .isEqualTo(
            """
            seed: 7
            steps: 3000000000
            learning_rate: 0.0001
            flip: true
            name: ld
            source: data/gta5
            resize: bicubic_half
            head:
              atrous_rates: [6, 12]
              stride: 8
            objective:
              - kind: cross_entropy
                weight: 1.0
              - kind: negative_learning
                weight: 0.5
                width: 3
            labels:
              kind: class_balanced
              proportion: 0.2
            threshold: 0.9
            colours:
              "traffic light": 2
            """);
  }

  @Test
  void readsBackToAnEqualRecord() {
    assertReadsBack(Example.VALUE);
    assertReadsBack(new Example.Argmax());
    assertReadsBack(new Empty());
    assertReadsBack(
        new Nested(
            List.of(List.of(1, 2), List.of(), List.of(3)),
            List.of(List.of(new Example.CrossEntropy(1)), List.of()),
            List.of(new Empty(), new Empty())));
  }

  @Test
  void readsBackNumbers() {
    Random random = new Random(1);
    List<Double> special =
        List.of(
            0.0,
            -0.0,
            1.0,
            1e-4,
            250000.0,
            1e9,
            1e-6,
            9.99e-7,
            1e22 * 10,
            1.0 / 3,
            Math.PI,
            (double) Float.MIN_NORMAL,
            (double) Float.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            -1e-30);
    assertReadsBack(new Numbers(special));
    for (int i = 0; i < 200; i++) {
      double sign = random.nextBoolean() ? 1 : -1;
      double value = sign * Math.scalb(1 + random.nextDouble(), random.nextInt(252) - 125);
      assertReadsBack(new Numbers(List.of(value, random.nextGaussian(), random.nextDouble())));
    }
  }

  @Test
  void writesNumbersShort() {
    assertThat(ConfigWriter.yaml(new Numbers(List.of(1e-4, 5.0, 2.5e5, 1e-7, 0.0))))
        .isEqualTo("values: [0.0001, 5.0, 250000.0, 1.0E-7, 0.0]\n");
  }

  @Test
  void readsBackTexts() {
    List<String> texts =
        List.of(
            "",
            " ",
            "a",
            "null",
            "Null",
            "~",
            "true",
            "No",
            "on",
            "7",
            "010",
            "1e5",
            "1:30",
            "0x1F",
            ".inf",
            "a: b",
            "a #b",
            "#",
            "- a",
            "[a]",
            "{a}",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "'",
            "\"",
            "\\",
            "a\nb",
            "\t",
            "\r\n",
            "\u0000\u0007\u0085\u2028\ufeff",
            "größe",
            "東京",
            "\ud83d\ude00",
            "<<",
            "?",
            "a,b",
            "---",
            "...",
            "=");
    for (String text : texts) {
      assertReadsBack(new Texts(List.of(text), Map.of(text, text)));
    }
    assertReadsBack(new Texts(texts, Map.of()));
  }

  @Test
  void refusesNaN() {
    assertThatThrownBy(() -> ConfigWriter.yaml(new Numbers(List.of(Double.NaN))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a number in a config must not be NaN");
  }

  private static void assertReadsBack(Object record) {
    for (String yaml : List.of(ConfigWriter.yaml(record), ConfigWriter.line(record))) {
      assertThat((Object) ConfigReader.parse(yaml, "a.yaml", List.of(), record.getClass()))
          .describedAs(yaml)
          .isEqualTo(record);
    }
    assertThat(ConfigWriter.line(record)).doesNotContain("\n");
  }
}
