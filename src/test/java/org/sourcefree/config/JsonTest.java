package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

class JsonTest {
  @TempDir Path folder = Path.of("");

  record Result(int step, double meanLoss, Optional<String> note, Map<String, Double> iou) {}

  @Test
  void writesALine() {
    Map<String, Double> iou = new LinkedHashMap<>();
    iou.put("road", 90.1);
    iou.put("bike", Double.NaN);
    iou.put("a", Double.NEGATIVE_INFINITY);
    assertThat(Json.line(new Result(3, 0.25, Optional.empty(), iou)))
        .isEqualTo(
            "{\"step\":3,\"mean_loss\":0.25,\"iou\":{\"road\":90.1,\"bike\":null,\"a\":null}}");
  }

  @Test
  void writesMapsListsAndScalars() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", List.of(1, 2L, "three", true, new Example.Argmax()));
    value.put("a", Optional.empty());
    value.put("path", Path.of("data/x"));
    value.put("resize", Example.Interpolation.BICUBIC_HALF);
    value.put("float", 0.5f);
    assertThat(Json.line(value))
        .isEqualTo(
            "{\"z\":[1,2,\"three\",true,{\"kind\":\"argmax\"}],\"path\":\"data/x\","
                + "\"resize\":\"bicubic_half\",\"float\":0.5}");
  }

  @Test
  void writesAFileAndReadsItBack() throws IOException {
    Path file = folder.resolve("result.json");
    Json.write(file, Example.VALUE);
    assertThat(Json.read(file, Example.class)).isEqualTo(Example.VALUE);
    Result result = new Result(1, 1e-9, Optional.of("a\n\"b\""), Map.of("road", 1.0));
    Json.write(file, result);
    assertThat(Json.read(file, Result.class)).isEqualTo(result);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "step": 1,
              "mean_loss": 1.0E-9,
              "note": "a\\n\\"b\\"",
              "iou": {
                "road": 1.0
              }
            }
            """);
    assertThat(folder.toFile().list()).containsExactly("result.json");
  }

  @Test
  void namesWhatIsWrong() {
    assertThat(error("{\n\"step\": \"3\",\n\"mean_los\": 1,\n\"iou\": {\"road\": null}}").lines())
        .containsExactly(
            "unknown key mean_los, did you mean mean_loss? (a.json:3: mean_los)",
            "step must be a whole number in plain decimal digits, got \"3\" (a.json:2: step)",
            "road must not be null, got null (a.json:4: iou.road)");
    assertThat(error("{\"step\": 1,\n \"step\": 2, \"mean_loss\": 1, \"iou\": {}}"))
        .isEqualTo("duplicate key step (a.json:2: step)");
    assertThat(error("")).isEqualTo("the file must not be empty (a.json:1)");
    assertThat(error("{\"step\": 1,"))
        .isEqualTo("the text must be JSON, is none from column 12 (a.json:1)");
    assertThat(error("{\"step\": 1, \"mean_loss\": 1, \"iou\": {}}\n{}"))
        .isEqualTo("there must be one value, got a second one (a.json:2)");
    assertThat(error("[".repeat(100_000))).startsWith("the text must be JSON");
  }

  /** "Unexpected character ('}' (code 125))", "Unrecognized token" and their like. */
  @Test
  void theParsersOwnWordsAreNotShown() {
    String text = "{\"step\": 1, \"mean_loss\": 1.5e-3, \"iou\": {\"r\\u0041\": 1}}";
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      StringBuilder bent = new StringBuilder(text);
      bent.setCharAt(
          random.nextInt(text.length()),
          (char) (random.nextInt(3) == 0 ? 7 : ' ' + random.nextInt(95)));
      bent.setLength(text.length() - random.nextInt(2) * random.nextInt(text.length()));
      for (String line : said(() -> Json.read(bent.toString(), "a.json", Result.class))) {
        assertThat(line).doesNotContain("(code", "Unexpected", "Unrecognized", "Illegal", "token");
        assertThat(line)
            .satisfiesAnyOf(
                each -> assertThat(each).doesNotContain("must be JSON"),
                each ->
                    assertThat(each)
                        .matches(
                            "the text must be JSON, is none( from column \\d+)? \\(a.json:1\\)"));
      }
      assertThat(said(() -> Json.map(bent.toString(), "a.json")))
          .allMatch(
              line ->
                  line.matches("a.json must hold a JSON object, holds none( from column \\d+)?"));
    }
  }

  private static List<String> said(Runnable reading) {
    try {
      reading.run();
      return List.of();
    } catch (InvalidInputException e) {
      return e.messages();
    }
  }

  @Test
  void namesAFileThatCannotBeWrittenOrRead() {
    Path file = folder.resolve("absent/result.json");
    assertThatThrownBy(() -> Json.write(file, Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the file must be writable, got no such file (" + file + ")");
    assertThatThrownBy(() -> Json.read(file, Result.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("there must be a file, got none (" + file + ")");
  }

  @Test
  void refusesWhatHasNoJsonForm() {
    assertThatThrownBy(() -> Json.line(Map.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a map's keys must be texts, got 1");
    assertThatThrownBy(() -> Json.line(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got java.lang.Object");
  }

  private static String error(String json) {
    return String.valueOf(
        catchThrowableOfType(
                InvalidInputException.class, () -> Json.read(json, "a.json", Result.class))
            .getMessage());
  }
}
