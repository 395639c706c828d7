package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.testing.ForeignTiny;

/** Commands do the same in languages whose digits and letters are not those of English. */
@Tag("end-to-end")
class LocaleTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    task = SmallTask.adapted(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "tr-TR"})
  void aRunIsTheSame(String language) throws IOException {
    Path run = root.resolve("adapted_" + language);
    Child child = start(language, "adapt", task.config("adapt"), "--out", run.toString());
    assertThat(child.code()).as(child.text()).isZero();
    assertThat(child.text()).contains("training 12/12");
    assertThat(SmallTask.trained(run)).isEqualTo(SmallTask.trained(root.resolve("whole")));
    assertThat(run.resolve("panels/1_image.png")).isRegularFile();
  }

  /** In a process of its own. */
  @Test
  void aGraphIsTriedAlike() throws IOException {
    Path model = root.resolve("theirs");
    ForeignTiny.write(model, ForeignTiny.Weights.RESOURCE);
    Child child = start("ar-EG", "inspect", model.toString());
    assertThat(child.code()).as(child.text()).isZero();
    assertThat(child.text()).contains("candidates for model.graph.logits: [AddN:0]");
  }

  /** In the locale C, where Java's names are of ASCII alone. */
  @Test
  void otherNamesAreReadOrRefusedAtOnce() throws Exception {
    Path images = beyondAscii(root.resolve("beyond"));
    String target = "data.target={kind: image_folder, root: " + images + "}";
    Path run = root.resolve("beyond_run");
    List<List<String>> commands =
        List.of(
            List.of("check", task.config("adapt"), "--no-step", "--set", target),
            List.of("adapt", task.config("adapt"), "--out", run.toString(), "--set", target),
            List.of(
                "predict", task.savedModel().toString(), images.toString(), "--out", run + "p"));
    for (List<String> command : commands) {
      Child child = inLocale("C", command);
      assertThat(child.code()).as(child.text()).isEqualTo(2);
      assertThat(child.text())
          .contains(
              "file names must be text in the locale's encoding", "rich.png", "LC_ALL=C.UTF-8")
          .doesNotContain("labelling", "predicting", "Exception");
    }
    assertThat(root.resolve("beyond_runp")).doesNotExist();
    Child read = inLocale("C.UTF-8", commands.get(2));
    assertThat(read.code()).as(read.text()).isZero();
  }

  @Test
  void otherNamesOnTheCommandLineAndInConfigsAreRefused() throws IOException {
    Path config = task.write("beyond.yaml", Files.readString(Path.of(task.config("adapt"))));
    Files.writeString(
        config, Files.readString(config).replaceFirst("output: .*", "output: Z\u00fcrich"));
    for (List<String> command :
        List.of(
            List.of("check", config.toString()),
            List.of("predict", task.savedModel().toString(), "Z\u00fcrich.png", "--out", "x"),
            List.of("report", "Z\u00fcrich"))) {
      Child child = inLocale("C", command);
      assertThat(child.code()).as(child.text()).isEqualTo(2);
      assertThat(child.text())
          .contains("file names must be text in the locale's encoding", "LC_ALL=C.UTF-8")
          .doesNotContain("Exception");
    }
  }

  /** A folder of images one of whose names is not of ASCII, whatever this JVM can write. */
  private static Path beyondAscii(Path folder) throws IOException, InterruptedException {
    Path images = task.imageFolder(String.valueOf(folder.getFileName()));
    String script =
        "for f in $(find . -name 0.png); do mv $f $(dirname $f)/Z\303\274rich.png; done";
    Process moved =
        new ProcessBuilder(
                "bash", "-c", script.replace("/Z", "/$'Z").replace("rich.png;", "rich.png';"))
            .directory(images.toFile())
            .inheritIO()
            .start();
    assertThat(moved.waitFor()).isZero();
    return images;
  }

  private static Child inLocale(String locale, List<String> arguments) {
    return Child.start(root.resolve("said.txt"), List.of("env", "LC_ALL=" + locale), arguments);
  }

  private static Child start(String language, String... arguments) {
    Locale locale = Locale.forLanguageTag(language);
    String options =
        "-Duser.language=%s -Duser.country=%s".formatted(locale.getLanguage(), locale.getCountry());
    return Child.start(
        root.resolve("said.txt"),
        List.of("env", "JDK_JAVA_OPTIONS=" + options),
        List.of(arguments));
  }
}
