package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.testing.SampleRun;

/** The page of runs that lack something. */
class PartialRunTest {
  @TempDir private Path root;
  private SampleRun run;

  @BeforeEach
  void write() {
    run = new SampleRun(root.resolve("run"), 1).write();
  }

  private ReportPage page() {
    return ReportPage.of(root.resolve("page.html"), run.folder());
  }

  private void delete(String file) throws IOException {
    Files.delete(run.folder().resolve(file));
  }

  @ParameterizedTest
  @CsvSource({
    "provenance.json, Provenance",
    "evaluation.json, Confusion",
    "panels/names.json, Predictions",
    "results.json, 'IoU of every class, %'"
  })
  void aMissingFileLeavesOutItsPart(String file, String part) throws IOException {
    List<String> all = page().headings();
    delete(file);
    List<String> left = new ArrayList<>(all);
    assertThat(left.remove(part)).isTrue();
    assertThat(page().headings()).isEqualTo(left);
    Path whole = new SampleRun(root.resolve("whole"), 2).write().folder();
    assertThat(ReportPage.of(root.resolve("two.html"), run.folder(), whole).headings())
        .isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({"metrics.jsonl, 2", "watch.jsonl, 5"})
  void aMissingLogLeavesOutItsCurves(String file, int left) throws IOException {
    delete(file);
    assertThat(page().section("While training").found("<figcaption>(.*?)</figcaption>"))
        .hasSize(left);
  }

  @Test
  void withoutValidationThereAreStartAndEnd() throws IOException {
    delete("validation.jsonl");
    assertThat(page().html()).contains("run: from 41.00 at step 0 to 49.00 at step 8;");
    assertThat(page().section("While training").found("(<circle [^>]*>)")).hasSize(2 + 3 + 4 * 8);
  }

  @Test
  void withoutClassesThereAreNoPicturesAndBarsAreNamedByTheResults() throws IOException {
    delete("classes.json");
    assertThat(page().headings()).doesNotContain("Predictions", "Confusion").contains("Provenance");
    assertThat(page().section("IoU of every class, %").rows())
        .contains("soil||50.0|51.0|59.0|+9.0|+8.0")
        .doesNotContain("sky||–|–|–|–|–");
  }

  @ParameterizedTest
  @CsvSource({
    "1_image.png, 10",
    "1_truth.png, 10",
    "1_before.png, 11",
    "1_target_statistics.png, 11",
    "1_prediction.png, 10"
  })
  void aMissingPictureIsLeftOutAndErrorsWithIt(String picture, int left) throws IOException {
    delete("panels/" + picture);
    assertThat(page().found("alt=\"(.*?)\"")).hasSize(left);
  }

  @Test
  void aRunThatHasJustBegunIsShownAsUnfinished() throws IOException {
    try (Stream<Path> files = Files.walk(run.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("experiment.yaml")) {
          Files.delete(file);
        }
      }
    }
    assertThat(page().headings()).containsExactly("Results", "Config");
    assertThat(page().html()).contains("run is not finished", "0 of 8");
  }

  @Test
  void aLineThatIsBeingWrittenIsLeftOut() throws IOException {
    Path metrics = run.folder().resolve("metrics.jsonl");
    run.text("metrics.jsonl", Files.readString(metrics) + "{\"step\":8,\"learn");
    assertThat(page().html()).contains("8 of 8");
  }

  @Test
  void aLossThatIsNoNumberLeavesTheRestOfTheCurve() throws IOException {
    Path metrics = run.folder().resolve("metrics.jsonl");
    String lines = Files.readString(metrics);
    assertThat(lines).contains("\"total\":1.4,");
    run.text("metrics.jsonl", lines.replace("\"total\":1.4,", "\"total\":null,"));
    assertThat(page().html())
        .contains("run: from 1.500 at step 0 to 0.8000 at step 7")
        .doesNotContain("NaN");
  }
}
