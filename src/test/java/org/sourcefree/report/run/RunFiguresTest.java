package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.testing.SampleRun;

/** Curves, bars and shares of classes in the page of made-up runs. */
class RunFiguresTest {
  @TempDir private Path root;
  private Path one;

  @BeforeEach
  void writeRun() {
    one = new SampleRun(root.resolve("a/ld"), 1).write().folder();
  }

  private ReportPage page(Path... runs) {
    return ReportPage.of(root.resolve("page.html"), runs);
  }

  @Test
  void curvesRunFromTheFirstStepToTheLast() {
    ReportPage curves = page(one).section("While training");
    assertThat(curves.found("<figcaption>(.*?)</figcaption>"))
        .containsExactly(
            "mIoU on labelled images, %",
            "Loss, total, nats",
            "Loss, cross entropy, nats",
            "Loss, entropy, nats",
            "Entropy on watched images, nats",
            "Learning rate");
    assertThat(curves.found("<desc>(.*?)</desc>"))
        .contains(
            "ld: from 41.00 at step 0 to 49.00 at step 8; source only: 40.00; target statistics: 41.00",
            "ld: from 1.500 at step 0 to 0.8000 at step 7",
            "ld: from 0.5000 at step 0 to 0.1000 at step 8");
    assertThat(curves.found("<path class=\"line r0\" d=\"(.*?)\""))
        .hasSize(6)
        .allMatch(path -> path.matches("M[0-9. ]+(L[0-9. ]+)+"));
  }

  @Test
  void barsAreAsLongAsTheIouTheyStandFor() {
    ReportPage bars = page(one).section("IoU of every class, %");
    assertThat(bars.rows())
        .containsExactly(
            "Class||source only|target statistics|adapted|against source only|against target statistics",
            "soil||50.0|51.0|59.0|+9.0|+8.0",
            "plant||30.0|31.0|39.0|+9.0|+8.0",
            "sky||–|–|–|–|–",
            "mIoU||40.0|41.0|49.0|+9.0|+8.0");
    assertThat(bars.found("style=\"width:(.*?)%"))
        .containsExactly(
            "50.0", "51.0", "59.0", "30.0", "31.0", "39.0", "0.0", "0.0", "0.0", "40.0", "41.0",
            "49.0");
  }

  @Test
  void predictedClassesAreShownByHowFarTheyMoved() {
    ReportPage shares = page(one).section("Predicted classes while training");
    assertThat(shares.found("<figcaption>(.*?)</figcaption>"))
        .containsExactly("Largest movers, change in points", "Most shrunk, % of their first share");
    assertThat(shares.found("<li><span[^>]*></span><span>(.*?)</span>"))
        .containsExactly("soil 20.0 → 4.0 %", "plant 30.0 → 46.0 %", "soil 20.0 %");
    assertThat(shares.found("<desc>(.*?)</desc>").get(0))
        .contains("soil: from 0.000 at step 0 to -16.00 at step 8");
    Path two = new SampleRun(root.resolve("b/ld"), 2).write().folder();
    assertThat(page(one, two).section("Predicted classes while training").html())
        .contains("a/ld", "b/ld");
  }

  @Test
  void ofManyClassesAFewLinesAreDrawn() {
    SampleRun run = new SampleRun(root.resolve("many"), 1).write();
    StringBuilder watch = new StringBuilder();
    for (int step = 0; step < 3; step++) {
      List<Double> shares = new ArrayList<>();
      for (int c = 0; c < 150; c++) {
        shares.add((c == 7 ? 0.3 - 0.1 * step : c == 9 ? 0.1 + 0.05 * step : 0.6 / 148));
      }
      watch.append(Json.line(new WatchPoint(step, 0.5, shares))).append('\n');
    }
    run.text("watch.jsonl", watch.toString());
    List<String> names = IntStream.range(0, 150).mapToObj(c -> "c" + c).toList();
    run.text("classes.json", Json.line(ClassSet.named(names)));
    run.without("evaluation.json");
    List<String> lines =
        page(run.folder())
            .section("Predicted classes while training")
            .found("<li><span[^>]*></span><span>(.*?)</span>");
    assertThat(lines).containsExactly("c7 30.0 → 10.0 %", "c9 10.0 → 20.0 %", "c7 33.3 %");
  }

  @Test
  void classesThatAreNearlyGoneAreCountedWhereTheyAreNotDrawn() {
    SampleRun run = new SampleRun(root.resolve("gone"), 1).write();
    List<String> names = IntStream.range(0, 10).mapToObj(c -> "c" + c).toList();
    run.text("classes.json", Json.line(ClassSet.named(names))).without("evaluation.json");
    List<Double> first = Collections.nCopies(10, 0.1);
    List<Double> last = new ArrayList<>(Collections.nCopies(10, 0.001));
    last.set(3, 0.991);
    run.text(
        "watch.jsonl",
        Json.line(new WatchPoint(0, 0.5, first))
            + "\n"
            + Json.line(new WatchPoint(9, 0.5, last))
            + "\n");
    assertThat(
            page(run.folder())
                .section("Predicted classes while training")
                .found("<li>([^<]*)</li>"))
        .containsExactly("3 more under 10 %");
  }

  @Test
  void barsAreExplainedByWhatWasMeasured() throws IOException {
    String bars = "IoU of every class, %";
    assertThat(page(one).section(bars).html())
        .contains("source only (grey), target statistics (pale) and adapted (coloured)");
    SampleRun run = new SampleRun(root.resolve("pretrained"), 1).write();
    String all = Files.readString(run.folder().resolve("results.json"));
    String after = all.substring(all.indexOf("\"after\""));
    run.text("results.json", "{" + after).text("experiment.yaml", "kind: pretraining\n");
    assertThat(page(run.folder()).section(bars).html())
        .doesNotContain("source only", "target statistics", "Bars");
    assertThat(page(run.folder()).section(bars).rows()).startsWith("Class||pretrained");
  }
}
