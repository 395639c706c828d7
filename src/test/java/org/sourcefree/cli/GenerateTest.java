package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A generation that is asked to end or killed, and goes on when it is asked for again. */
@Tag("end-to-end")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class GenerateTest {
  @TempDir private static Path root;
  private static String config;

  @BeforeAll
  static void generate() {
    SmallTask task = SmallTask.write(root);
    config = task.config("scenes");
    Terminal.run(arguments("whole")).succeeded();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "KILL, 137"})
  void whatWasDrawnIsKept(String signal, int code) throws IOException, InterruptedException {
    Path partial = root.resolve(signal + ".partial");
    Child child =
        Child.start(
            root.resolve(signal + ".txt"), Dispositions.byDefault(), List.of(arguments(signal)));
    Path first = partial.resolve("source/labels/00040.png");
    assertThat(child.awaits(() -> Files.exists(first))).as(child.text()).isTrue();
    String number = Long.toString(child.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, number).start().waitFor()).isZero();
    assertThat(child.code()).as(child.text()).isEqualTo(code);
    assertThat(child.text()).doesNotContain("Exception").doesNotContain("sourcefree failed");
    assertThat(root.resolve(signal)).doesNotExist();
    Map<String, Long> drawn = times(partial);
    assertThat(drawn.size()).isBetween(40, 1599);
    Terminal.run(arguments(signal)).succeeded();
    assertThat(contents(root.resolve(signal))).isEqualTo(contents(root.resolve("whole")));
    // At most those that were being written were drawn again.
    Map<String, Long> now = times(root.resolve(signal));
    assertThat(
            drawn.entrySet().stream()
                .filter(file -> !file.getValue().equals(now.get(file.getKey()))))
        .hasSizeLessThanOrEqualTo(4 * Runtime.getRuntime().availableProcessors());
  }

  private static String[] arguments(String output) {
    return new String[] {
      "generate",
      config,
      "--out",
      root.resolve(output).toString(),
      "--set",
      "scenes.source_train=800"
    };
  }

  private static Map<String, Long> times(Path folder) throws IOException {
    Map<String, Long> times = new TreeMap<>();
    for (Map.Entry<String, Path> file : SmallTask.files(folder).entrySet()) {
      if (file.getKey().startsWith("source/")) {
        times.put(file.getKey(), Files.getLastModifiedTime(file.getValue()).toMillis());
      }
    }
    return times;
  }

  private static Map<String, Integer> contents(Path folder) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    for (Map.Entry<String, Path> file : SmallTask.files(folder).entrySet()) {
      byte[] bytes = Files.readAllBytes(file.getValue());
      contents.put(file.getKey(), java.util.Arrays.hashCode(bytes));
    }
    return contents;
  }
}
