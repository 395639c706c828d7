package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.SampleRun;

/** The page of made-up runs. */
class RunReportTest {
  private static final String HTML = "<b>\"a\" & 'b'</b><script>alert(1)</script>";

  @TempDir private Path root;
  private Path one;
  private Path two;
  private Path three;

  @BeforeEach
  void writeRuns() {
    one = new SampleRun(root.resolve("a/ld"), 1).write().folder();
    two = new SampleRun(root.resolve("b/ld"), 2).write().folder();
    three = new SampleRun(root.resolve("b/third"), 2).write().folder();
  }

  private ReportPage page(Path... runs) {
    return ReportPage.of(root.resolve("page.html"), runs);
  }

  @Test
  void showsAllThatARunDid() {
    assertThat(page(one).headings())
        .containsExactly(
            "Results",
            "While training",
            "Predicted classes while training",
            "IoU of every class, %",
            "Confusion",
            "Predictions",
            "Config",
            "Provenance");
  }

  @Test
  void fetchesNothing() {
    for (ReportPage page : List.of(page(one), page(one, two, three))) {
      assertThat(page.html())
          .contains(
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#x27;none&#x27;; img-src data:; style-src &#x27;unsafe-inline&#x27;\">")
          .doesNotContain("<script", "<link", "<iframe", "<object", "<embed", "<base", "<form")
          .doesNotContain("@import", "url(", "http:", "https:", "href")
          .doesNotContainPattern("<[^>]* on[a-z]+=");
      assertThat(page.found("<[^>]* (?:src|srcset|action|poster|data)=\"([^\"]*)\""))
          .isNotEmpty()
          .allMatch(address -> address.startsWith("data:image/png;base64,"));
    }
  }

  @Test
  void resultsAreMeasuredPercentages() {
    ReportPage results = page(one).section("Results");
    assertThat(results.rows())
        .containsExactly(
            "|ld",
            "Pseudo labels|class balanced",
            "Objective|cross entropy + entropy",
            "Steps taken|8 of 8",
            "mIoU, source only, %|40.0",
            "mIoU, target statistics, %|41.0",
            "mIoU, adapted, %|49.0",
            "Against source only, points|+9.0",
            "Against target statistics, points|+8.0",
            "Best mIoU while training, %|50.0, step 4",
            "Time|42 s");
    assertThat(results.html()).contains("chosen by labels.");
  }

  @Test
  void confusionIsTheShareOfEachTrueClass() {
    assertThat(page(one).section("Confusion").found("<rect [^>]*><title>(.*?)</title>"))
        .containsExactly(
            "soil predicted as soil: 75.0 %",
            "soil predicted as plant: 25.0 %",
            "plant predicted as plant: 50.0 %",
            "plant predicted as sky: 50.0 %");
  }

  @Test
  void picturesAreInsideInTheirClassesColours() throws IOException {
    ReportPage panels = page(one).section("Predictions");
    assertThat(panels.found("alt=\"(.*?)\""))
        .containsExactly(
            "street/1, image",
            "street/1, truth",
            "street/1, source only",
            "street/1, target statistics",
            "street/1, adapted",
            "street/1, errors, adapted",
            "street/2, image",
            "street/2, truth",
            "street/2, source only",
            "street/2, target statistics",
            "street/2, adapted",
            "street/2, errors, adapted");
    List<String> colours = new ArrayList<>();
    for (String data : panels.found("base64,(.*?)\"")) {
      byte[] png = Base64.getDecoder().decode(data);
      int colour = ImageIO.read(new ByteArrayInputStream(png)).getRGB(5, 5) & 0xFFFFFF;
      colours.add("%06x".formatted(colour));
    }
    assertThat(colours.subList(1, 6))
        .containsExactly("112233", "000044", "000005", "000044", "d55e00");
    assertThat(panels.found("background:(.*?)[;\"]"))
        .containsExactly("#112233", "#000044", "#000005", "#d55e00");
  }

  @Test
  void provenanceIsThere() {
    assertThat(page(one).section("Provenance").rows())
        .containsExactly("|ld", "sourcefree commit|c0ffee", "seed|3", "gpu|–");
  }

  @Test
  void severalRunsStandSideBySideUnderNamesThatTellThemApart() {
    ReportPage page = page(one, two, three);
    assertThat(page.section("Results").rows())
        .contains("|a/ld|b/ld|b/third", "mIoU, adapted, %|49.0|50.0|50.0")
        .contains("Against target statistics, points|+8.0|+8.0|+8.0");
    assertThat(page.section("While training").found("<desc>(.*?)</desc>").get(0))
        .contains("a/ld: from 41.00", "; b/ld: from 42.00", "; b/third: from 42.00");
    assertThat(page.found("class=\"confusion (r.)\"")).containsExactly("r0", "r1", "r2");
    assertThat(page.found("<caption>(.*?)</caption>")).hasSize(3);
  }

  @Test
  void onlyKeysThatDifferAreComparedOutputApart() {
    ReportPage config = page(one, two, three).section("Config");
    String[] parts = config.html().split("<details>", -1);
    assertThat(new ReportPage(parts[0]).rows())
        .containsExactly("|a/ld|b/ld|b/third", "objective.1.weight|1.0|2.0|2.0");
    assertThat(new ReportPage(parts[1]).rows()).contains("seed|3|3|3");
    assertThat(page(two, three).section("Config").html()).contains("The configs are the same");
    assertThat(page(one).section("Config").html()).doesNotContain("differ").contains("All 12 keys");
  }

  @Test
  void whatRunsHaveAlikeIsShownOnceUnderTheNamesOfAllThatDo() {
    ReportPage panels = page(one, two, three).section("Predictions");
    assertThat(panels.found("alt=\"street/1, (.*?)\""))
        .containsExactly(
            "image",
            "truth",
            "source only",
            "target statistics",
            "a/ld: adapted",
            "errors, adapted",
            "b/ld, b/third: adapted");
    assertThat(panels.found("alt=\"street/2, (.*?)\""))
        .containsExactly(
            "image", "truth", "source only", "target statistics", "adapted", "errors, adapted");
  }

  @Test
  void whatOnlyOneRunHasIsNamedByItIfAModelMadeIt() {
    SampleRun other = new SampleRun(root.resolve("c"), 1).write();
    other.text("panels/names.json", "{\"names\": [\"elsewhere\"]}");
    assertThat(page(one, other.folder()).found("alt=\"elsewhere, (.*?)\""))
        .containsExactly(
            "image",
            "truth",
            "c: source only",
            "c: target statistics",
            "c: adapted",
            "c: errors, adapted");
  }

  @Test
  void figuresThatDoNotCompareAreCalledSo() throws IOException {
    Path other = new SampleRun(root.resolve("c"), List.of("x", "y", "z"), 1).write().folder();
    assertThat(page(one, other).html())
        .contains("different classes, so that their mIoU do not compare");
    String config = Files.readString(two.resolve("experiment.yaml"));
    Files.writeString(two.resolve("experiment.yaml"), config.replace("root: val", "root: other"));
    assertThat(page(one, two).html()).contains("measured on different images");
    assertThat(page(one, three).html()).doesNotContain("different classes", "different images");
  }

  @Test
  void markupInNamesAndValuesIsText() {
    SampleRun run = new SampleRun(root.resolve("<i>run"), List.of(HTML, "\"x", "y"), 1).write();
    String value = "'" + HTML.replace("'", "''") + "'";
    run.text(
        "experiment.yaml",
        """
        kind: <u>adaptation</u>
        data: {root: %s}
        objective: [{kind: <u>term</u>}]
        pseudo_labels: {kind: <u>labels</u>}
        """
            .formatted(value));
    run.text("provenance.json", "{\"<u>key</u>\": \"<u>value</u>\"}");
    run.text("panels/names.json", "{\"names\": [\"\\\"><img src=x>\", \"<u>2</u>\"]}");
    run.text("metrics.jsonl", "{\"step\":0,\"learning_rate\":1,\"total\":1,\"<u>loss</u>\":1}\n");
    for (ReportPage page : List.of(page(run.folder()), page(run.folder(), one))) {
      assertThat(page.html())
          .doesNotContain("<b>", "<i>", "<u>", "<script", "<img src=x", "\"\"x")
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;i&gt;run")
          .contains("alt=\"&quot;&gt;&lt;img src=x&gt;, ", "Loss, &lt;u&gt;loss&lt;/u&gt;");
    }
  }

  @Test
  void anOlderPageIsReplaced() {
    String older = page(one).html();
    assertThat(page(two).html()).isNotEqualTo(older).isEqualTo(page(two).html());
  }
}
