package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
