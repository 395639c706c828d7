package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.ForeignTiny;

/** What a user sees of TensorFlow's own messages. */
@Tag("end-to-end")
class TensorFlowLogTest {
  private static final String VARIABLE = "TF_CPP_MIN_LOG_LEVEL";

  /** As the launchers ask for it. */
  private static final List<String> QUIET =
      List.of(
          "env",
          "-u",
          VARIABLE,
          "JDK_JAVA_OPTIONS=--add-opens=java.base/java.io=ALL-UNNAMED -Dsourcefree.stderr=3",
          "sh",
          "-c",
          "exec \"$@\" 3>&2",
          "sh");

  /** How lines of its two logs look, and of Java's warnings. */
  private static final Pattern LINE =
      Pattern.compile(
          "absl::|[.]cc:\\d+\\]|[IWEF]\\d{4} \\d\\d:\\d\\d:|oneDNN|^WARNING", Pattern.MULTILINE);

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() throws IOException {
    task = SmallTask.make(root);
    ForeignTiny.write(root.resolve("foreign"), ForeignTiny.Weights.FROZEN);
    Path damaged = Files.createDirectories(root.resolve("damaged"));
    Files.write(damaged.resolve("saved_model.pb"), new byte[] {1, 2, 3});
    task.imageFolder("images");
  }

  @Test
  void adaptAndItsModelInUseShowNone() {
    Path run = root.resolve("adapted");
    isSilent("adapt", task.config("adapt"), "--out", run.toString());
    isSilent("predict", run.toString(), path("images"), "--out", path("predicted"));
    isSilent("export", run.toString(), "--out", path("served"));
  }

  @Test
  void modelsOfOthersShowNone() {
    isSilent("inspect", path("foreign"));
    isSilent("inspect", path("damaged"));
  }

  @Test
  @Tag("slow")
  void theOtherCommandsShowNone() {
    String model = task.savedModel().toString();
    isSilent("evaluate", task.config("adapt"));
    isSilent("check", task.config("adapt"));
    isSilent("bench", task.config("adapt"), "--repeats", "1", "--warm-ups", "1");
    isSilent("export", model, "--torch", path("model.pth"));
    isSilent("import", path("model.pth"), "--classes", "19", "--out", path("imported"));
    isSilent("doctor");
    isSilent("--version");
  }

  /** What the program says itself arrives, in its order. */
  @Test
  void errorsOfTheProgramAreShown() {
    assertThat(output(QUIET, "evaluate", path("none.yaml"))).contains("none.yaml");
    assertThat(output(QUIET, "inspect", path("damaged"))).contains(path("damaged"));
  }

  @Test
  void launchersAskForIt() throws IOException {
    for (String launcher : List.of("tools/sourcefree", "tools/bundle")) {
      assertThat(Files.readString(Path.of(launcher)))
          .contains("--add-opens=java.base/java.io=ALL-UNNAMED -Dsourcefree.stderr=3", " 3>&2");
    }
  }

  @Test
  void theVariableAsksForThem() {
    assertThat(output(List.of("env", VARIABLE + "=0"), "evaluate", task.config("adapt")))
        .containsPattern(LINE);
  }

  private static String path(String name) {
    return root.resolve(name).toString();
  }

  private static void isSilent(String... arguments) {
    assertThat(output(QUIET, arguments)).doesNotContainPattern(LINE);
  }

  /** What a command writes that is started through another. */
  private static String output(List<String> through, String... arguments) {
    Child child = Child.start(root.resolve("output.txt"), through, List.of(arguments));
    child.code();
    return child.text();
  }
}
