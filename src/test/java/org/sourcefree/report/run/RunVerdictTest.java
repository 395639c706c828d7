package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.Health;
import org.sourcefree.run.Results;
import org.sourcefree.run.Verdict;
import org.sourcefree.testing.SampleRun;

/** What a page says of a run that has a verdict. */
class RunVerdictTest {
  private static final String HEALTH = "1 of 3 classes has all but vanished.";

  @TempDir private Path root;

  private static CandidateScores network(String name, long step, Optional<Double> miou) {
    return new CandidateScores(
        name,
        step,
        Optional.of(name).filter("adapted"::equals).map(any -> "saved_model"),
        0.25,
        0.5,
        0.125,
        List.of("soil"),
        Map.of(),
        Map.of(),
        miou);
  }

  private static Verdict verdict(Map<String, Double> gained) {
    return new Verdict(
        "adapted 49.0 % mIoU: +9.0 over source only",
        HEALTH,
        "adapted",
        Optional.empty(),
        Optional.of("target statistics"),
        gained,
        Map.of("soil", -2.0),
        List.of());
  }

  private static Health health(String network) {
    return new Health(
        network,
        "target statistics",
        3,
        List.of("soil"),
        0.05,
        Optional.of("soil"),
        0.25,
        0.5,
        0.5,
        Map.of());
  }

  private ReportPage page(Verdict verdict, Health health) {
    SampleRun run = new SampleRun(root.resolve("run"), 1).write();
    Json.write(
        run.folder().resolve("results.json"),
        Results.none()
            .withEnd(
                verdict,
                Optional.of(health),
                List.of(
                    network("source only", 0, Optional.of(40.0)),
                    network("adapted", 8, Optional.empty()))));
    return ReportPage.of(root.resolve("page.html"), run.folder());
  }

  @Test
  void theVerdictComesFirst() {
    ReportPage results = page(verdict(Map.of("sky", 3.0)), health("other")).section("Results");
    assertThat(results.found("<p[^>]*>([^<]+)</p>"))
        .startsWith(
            "Adapted 49.0 % mIoU: +9.0 over source only.",
            "IoU against target statistics, points; gained most: sky +3.0; lost most: soil −2.0.",
            HEALTH);
    assertThat(results.html()).contains("<p>" + HEALTH);
  }

  @Test
  void aCollapseOfWhatIsHandedOverIsInBold() {
    ReportPage page = page(verdict(Map.of()), health("adapted"));
    assertThat(page.html()).contains("<p class=\"sentence\">" + HEALTH, "points; lost most: soil");
  }

  @Test
  void everyNetworkIsARowAndTheChosenOneIsMarked() {
    ReportPage networks = page(verdict(Map.of()), health("adapted")).section("Networks compared");
    assertThat(networks.rows()).contains("source only|0|40.0|0.250|50.0|12.5|1|–");
    assertThat(networks.found("<tr class=\"chosen\">(.*?)</tr>"))
        .singleElement()
        .asString()
        .contains("<td>8</td><td>–</td>", "<td>saved_model</td>");
  }

  @Test
  void aRunWithoutAVerdictHasNone() {
    SampleRun run = new SampleRun(root.resolve("old"), 1).write();
    ReportPage page = ReportPage.of(root.resolve("page.html"), run.folder());
    assertThat(page.headings()).doesNotContain("Networks compared");
    assertThat(page.html()).doesNotContain("class=\"verdict");
  }
}
