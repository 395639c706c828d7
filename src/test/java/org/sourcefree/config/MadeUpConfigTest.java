package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.testing.Tally;

/** Shipped configs with made-up changes are read, or refused with file and reason. */
class MadeUpConfigTest {
  private static final String SEED = "20211";
  private static final Tally TALLY = new Tally("made-up configs", SEED);
  private static Path folder;

  /** What is done to a text. */
  enum Kind {
    REPLACE_VALUE,
    REPLACE_LINE,
    REMOVE_LINE,
    DOUBLE_LINE,
    INDENT_LINE,
    INSERT,
    CUT_OFF
  }

  /**
   * A change.
   *
   * @param place 0 to 999, in thousandths of the text
   */
  record Change(Kind kind, int place, String text) {}

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("configs");
  }

  @AfterTry
  void remove() throws IOException {
    Files.deleteIfExists(folder.resolve("made_up.yaml"));
  }

  @AfterContainer
  static void print() throws IOException {
    TALLY.print();
    Files.deleteIfExists(folder);
    assertThat(TALLY.refused()).isGreaterThan(TALLY.total() / 4);
  }

  @Property(tries = 400, seed = SEED)
  void areReadOrRefused(@ForAll("shipped") Path config, @ForAll("changes") List<Change> changes) {
    read(config, changes);
  }

  @Property(tries = 5000, seed = SEED)
  @Tag("slow")
  void manyAreReadOrRefused(
      @ForAll("shipped") Path config, @ForAll("changes") List<Change> changes) {
    read(config, changes);
  }

  private static void read(Path config, List<Change> changes) {
    Path file = folder.resolve("made_up.yaml");
    try {
      String text = Files.readString(config);
      for (Change change : changes) {
        text = changed(text, change);
      }
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TALLY.add("made_up.yaml", () -> ConfigReader.read(file, List.of(), Experiment.class));
  }

  private static String changed(String text, Change change) {
    int at = (int) ((long) text.length() * change.place() / 1000);
    if (change.kind() == Kind.CUT_OFF) {
      return text.substring(0, at);
    } else if (change.kind() == Kind.INSERT) {
      return text.substring(0, at) + change.text() + text.substring(at);
    }
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return change.text();
    }
    int line = lines.size() * change.place() / 1000;
    String old = lines.get(line);
    switch (change.kind()) {
      case REPLACE_VALUE -> lines.set(line, old.replaceFirst(":.*", "") + ": " + change.text());
      case REPLACE_LINE -> lines.set(line, change.text());
      case REMOVE_LINE -> lines.remove(line);
      case DOUBLE_LINE -> lines.add(line, old);
      default -> lines.set(line, "  " + old);
    }
    return String.join("\n", lines) + "\n";
  }

  @Provide
  Arbitrary<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("configs"))) {
      return Arbitraries.of(
          files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList());
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> text =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.of(values())),
            net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(40)),
            net.jqwik.api.Tuple.of(1, Arbitraries.doubles().map(Object::toString)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().map(Object::toString)));
    return Combinators.combine(
            Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 999), text)
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static List<String> values() {
    return List.of(
        "",
        "-1",
        "0",
        "2147483647",
        "9223372036854775807",
        "99999999999999999999999",
        "1e308",
        ".inf",
        ".nan",
        "~",
        "010",
        "[]",
        "{}",
        "*alias",
        "&anchor x",
        "&a [*a, *a]",
        "<<: *x",
        "!!java.net.URL [http://localhost]",
        "!!binary aGk=",
        "--- x",
        "\u0000",
        "\ufeff",
        "\t",
        "\"\\ud800\"",
        "? {a: b}\n: c",
        "| \n  x",
        "{a: &a [x], b: [*a,*a,*a,*a,*a,*a,*a,*a,*a]}",
        "[".repeat(10_000),
        "{a: ".repeat(3_000),
        "- ".repeat(3_000),
        "x".repeat(100_000),
        "a: b\n".repeat(2_000),
        "../../../../etc/passwd",
        "/dev/zero",
        "\u0007");
  }
}
