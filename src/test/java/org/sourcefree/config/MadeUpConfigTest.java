package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.testing.Tally;

/** Shipped configs with made-up changes are read, or refused with file and reason. */
class MadeUpConfigTest {
  private static final long SEED = 20211;
  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_TEXT = 40;

  private static final List<String> VALUES =
      List.of(
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

  @TempDir private Path folder;

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
  record Change(Kind kind, int place, String text) {
    static Change draw(SplittableRandom random) {
      Kind[] kinds = Kind.values();
      return new Change(kinds[random.nextInt(kinds.length)], random.nextInt(1000), text(random));
    }

    private static String text(SplittableRandom random) {
      return switch (random.nextInt(6)) {
        case 0 -> characters(random);
        case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
        case 2 -> Long.toString(random.nextLong());
        default -> VALUES.get(random.nextInt(VALUES.size()));
      };
    }

    /** Any characters, halves of pairs among them. */
    private static String characters(SplittableRandom random) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(LONGEST_TEXT + 1); left > 0; left--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 128 : Character.MAX_VALUE + 1));
      }
      return text.toString();
    }
  }

  @Test
  @Timeout(120)
  void areReadOrRefused() throws IOException {
    read(400);
  }

  @Test
  @Tag("slow")
  @Timeout(900)
  void manyAreReadOrRefused() throws IOException {
    read(5000);
  }

  private void read(int count) throws IOException {
    List<Path> configs = shipped();
    SplittableRandom random = new SplittableRandom(SEED);
    Tally tally = new Tally("made-up configs", Long.toString(SEED));
    Path file = folder.resolve("made_up.yaml");
    for (int i = 0; i < count; i++) {
      String text = Files.readString(configs.get(random.nextInt(configs.size())));
      for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; left--) {
        text = changed(text, Change.draw(random));
      }
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      tally.add("made_up.yaml", () -> ConfigReader.read(file, List.of(), Experiment.class));
    }
    tally.print();
    assertThat(tally.refused()).isGreaterThan(count / 4);
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

  private static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("configs"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
