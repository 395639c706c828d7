package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;

class ConfigReaderTest {
  @TempDir Path folder = Path.of("");

  record Whole(int value) {}

  /** Nothing writes to it, and reading would wait for ever. */
  @Test
  @Timeout(60)
  void aPipeIsNoFile() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> ConfigReader.read(pipe, List.of(), Example.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected a file, got what is none, such as a pipe (" + pipe);
  }

  @Test
  void readsEveryType() throws IOException {
    Path file = Files.writeString(folder.resolve("ld.yaml"), Example.YAML);
    assertThat(ConfigReader.read(file, List.of(), Example.class)).isEqualTo(Example.VALUE);
  }

  @Test
  void readsOptionals() {
    Example example =
        parse(Example.YAML + "threshold: 0.9\nextra_head: {atrous_rates: [1], stride: 2}\n");
    assertThat(example.threshold()).contains(0.9);
    assertThat(example.extraHead()).contains(new Example.Head(List.of(1), 2));
  }

  @Test
  void keepsTheOrderOfMaps() {
    Example example = parse(Example.YAML.replace("{Road: 1,", "{z: 0, Road: 1,"));
    assertThat(example.colours().keySet()).containsExactly("z", "Road", "traffic light");
  }

  @Test
  void readsASealedInterfaceAtTheRoot() {
    Example.Term term =
        ConfigReader.parse(
            "kind: negative_learning\nweight: 2\nwidth: 1",
            "a.yaml",
            List.of(),
            Example.Term.class);
    assertThat(term).isEqualTo(new Example.NegativeLearning(2, 1));
  }

  @Test
  void aRecordOfASealedInterfaceNeedsItsKind() {
    assertThat(ConfigReader.parse("{kind: argmax}", "a.yaml", List.of(), Example.Argmax.class))
        .isEqualTo(new Example.Argmax());
    assertThat(ParseErrors.error("{}", Example.Argmax.class))
        .isEqualTo("kind must be argmax, got none (a.yaml:1: kind)");
  }

  sealed interface Place permits Here, There {}

  record Here(int x) implements Place, DefaultKind {}

  record There(int x, Optional<Integer> y) implements Place {}

  @Test
  void aMappingWithoutAKindMeansTheKindThatNeedsNone() {
    assertThat(place("x: 1")).isEqualTo(new Here(1));
    assertThat(place("{kind: here, x: 1}")).isEqualTo(new Here(1));
    assertThat(place("{kind: there, x: 1, y: 2}")).isEqualTo(new There(1, Optional.of(2)));
    assertThat(ConfigWriter.line(new Here(1))).isEqualTo("{x: 1}");
    assertThat(ConfigWriter.line(new There(1, Optional.empty()))).isEqualTo("{kind: there, x: 1}");
    assertThat(ParseErrors.error("y: 1", Place.class))
        .isEqualTo("unknown key y, did you mean x? (a.yaml:1: y)");
    assertThat(ParseErrors.error("{kind: her, x: 1}", Place.class))
        .isEqualTo("kind must be one of here, there, got her, did you mean here? (a.yaml:1: kind)");
  }

  private static Place place(String yaml) {
    return ConfigReader.parse(yaml, "a.yaml", List.of(), Place.class);
  }

  @Test
  void numbersThatA32BitFloatDoesNotHoldAreRefused() {
    for (String number : List.of("1e-320", "-1e-39", "1e39", "-1.7e308")) {
      assertThat(error(Example.YAML.replace("learning_rate: 1e-4", "learning_rate: " + number)))
          .contains("learning_rate must be 0 or a number that a 32-bit float holds", "a.yaml:4");
    }
    for (String number : List.of("0", "-0.0", "1.2e-38", "3.4e38")) {
      assertThat(parse(Example.YAML.replace("1e-4", number)).learningRate())
          .isEqualTo(Double.parseDouble(number));
    }
  }

  /** What a run has measured is not computed with again. */
  @Test
  void resultsMayHoldAny64BitFloat() {
    assertThat(
            Json.read("{\"kind\": \"cross_entropy\", \"weight\": 1e-320}", "a", Example.Term.class))
        .isEqualTo(new Example.CrossEntropy(1e-320));
  }

  @Test
  void namesFilesThatCannotBeRead() throws IOException {
    Path absent = folder.resolve("absent.yaml");
    assertThat(fileError(absent)).isEqualTo("there must be a file, got none (" + absent + ")");
    assertThat(fileError(folder)).isEqualTo("expected a file, got a folder (" + folder + ")");
    Path below = Files.writeString(folder.resolve("file"), "").resolve("below");
    assertThat(fileError(below))
        .isEqualTo("the file must be readable, got Not a directory (" + below + ")");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(fileError(latin))
        .isEqualTo("the file must be UTF-8 text, got other bytes (" + latin + ")");
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(1_000_001));
    assertThat(fileError(large))
        .isEqualTo("the file must hold at most 1000000 bytes, got more (" + large + ")");
  }

  @Test
  void readsAFileWithAByteOrderMark() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "\ufeffvalue: 1");
    assertThat(ConfigReader.read(file, List.of(), Whole.class)).isEqualTo(new Whole(1));
  }

  @Test
  void aComponentOfAnUnsupportedTypeIsOurFault() {
    record Unsupported(Optional<float[]> values) {}
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () -> ConfigReader.parse("values: 1", "a.yaml", List.of(), Unsupported.class)))
        .hasMessageEndingWith("got float[]");
  }

  private static Example parse(String yaml) {
    return ConfigReader.parse(yaml, "a.yaml", List.of(), Example.class);
  }

  private static String error(String yaml) {
    return ParseErrors.error(yaml, Example.class);
  }

  private static String fileError(Path file) {
    return String.valueOf(
        catchThrowableOfType(
                InvalidInputException.class,
                () -> ConfigReader.read(file, List.of(), Example.class))
            .getMessage());
  }
}
