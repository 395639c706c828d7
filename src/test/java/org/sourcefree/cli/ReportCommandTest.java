package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.testing.SampleRun;

/** report on the command line; what it refuses leaves no page. */
class ReportCommandTest {
  @TempDir private Path root;
  private SampleRun run;
  private Path page;

  @BeforeEach
  void write() {
    run = new SampleRun(root.resolve("run"), 1).write();
    page = root.resolve("new/page.html");
  }

  private Terminal report(Object... runs) {
    String[] arguments = new String[runs.length + 3];
    arguments[0] = "report";
    for (int i = 0; i < runs.length; i++) {
      arguments[i + 1] = runs[i].toString();
    }
    arguments[runs.length + 1] = "--out";
    arguments[runs.length + 2] = page.toString();
    return Terminal.run(arguments);
  }

  private void refused(String... words) {
    report(run.folder()).refused(words);
    assertThat(page).doesNotExist();
  }

  @Test
  void saysWhereThePageIs() {
    assertThat(report(run.folder()).succeeded().out()).isEqualTo("Report: " + page + "\n");
    assertThat(page).isRegularFile();
    report(run.folder()).succeeded();
  }

  @Test
  void somethingElseInThePlaceOfThePageIsKept() throws IOException {
    page = Files.writeString(root.resolve("mine.html"), "<html>mine</html>");
    report(run.folder()).refused("an older report alone", page.toString());
    assertThat(page).hasContent("<html>mine</html>");
    page = root;
    report(run.folder()).refused("an older report alone", root.toString());
    page = root.resolve("mine.html/page.html");
    report(run.folder()).refused("could not be written", page.toString());
  }

  @Test
  void aFolderWithoutARunAndARunTwiceAreRefused() {
    report(root).refused("there must be a run", root.toString());
    report(root.resolve("absent")).refused("absent, found none");
    report(run.folder(), run.folder() + "/../run").refused("named once", "run/../run");
    assertThat(page).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experiment.yaml",
        "provenance.json",
        "classes.json",
        "results.json",
        "evaluation.json",
        "panels/names.json"
      })
  void aDamagedFileIsNamed(String file) throws IOException {
    String whole = Files.readString(run.folder().resolve(file));
    run.text(file, whole.substring(0, whole.length() / 2) + "\n: [");
    refused(run.folder().resolve(file).toString());
    Files.write(run.folder().resolve(file), new byte[] {(byte) 0xFF, 0, 1, (byte) 0xFE});
    refused(run.folder().resolve(file).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.jsonl", "watch.jsonl", "validation.jsonl"})
  void aDamagedLineIsNamed(String file) throws IOException {
    String whole = Files.readString(run.folder().resolve(file));
    int second = whole.indexOf('\n') + 1;
    run.text(file, whole.substring(0, second) + "{\"step\":" + "\n" + whole.substring(second));
    refused(run.folder().resolve(file) + ":2");
    run.text(
        file,
        whole.substring(0, second) + whole.substring(second).replaceAll("\"step\":\\d+,", ""));
    refused(run.folder().resolve(file) + ":2", "step");
  }

  @ParameterizedTest
  @CsvSource({
    "classes.json, '{\"names\": [\"a\", \"b\"], \"colours\": [1, 2]}', 2 classes",
    "classes.json, '{\"names\": [\"a\", \"a\", \"b\"], \"colours\": [1, 2, 3]}', distinct",
    "results.json, '[]', results.json",
    "results.json, '{\"seconds\": \"long\", \"evaluation_seconds\": 1}', seconds",
    "panels/names.json, '{\"names\": 3}', names"
  })
  void whatCannotBeIsNamed(String file, String text, String word) {
    run.text(file, text);
    refused(run.folder().toString(), word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2_image.png", "2_truth.png", "2_before.png", "2_prediction.png"})
  void aDamagedPictureIsNamed(String picture) throws IOException {
    Path file = run.folder().resolve("panels").resolve(picture);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    refused(file.toString());
    Files.write(file, new byte[0]);
    refused(file.toString());
  }
}
