package org.sourcefree.report.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.experiment.Suite;
import org.sourcefree.suite.SuiteOutcome;

/** The whole report of a made-up suite. */
class SuiteReportTest {
  private static final List<String> COMMANDS = List.of("tools/sourcefree reproduce suite.yaml");

  @TempDir static Path temporary;

  private static SuiteOutcome outcome;
  private static Path folder;
  private static String markdown;

  @BeforeAll
  static void write() throws IOException {
    outcome = new SampleSuite(temporary.resolve("runs")).outcome();
    folder = temporary.resolve("report");
    SuiteReport.write(outcome, COMMANDS, folder);
    markdown = Files.readString(folder.resolve("report.md")).replace('\u00a0', ' ');
  }

  @Test
  void givesMeanAndDeviationOverSeedsAndGains() {
    List<String> cells = cells("**LD**");
    assertThat(cells).startsWith("**LD**", "2", "47.0 ± 1.4", "48.0 ± 1.4");
    assertThat(cells.subList(18, 22))
        .containsExactly("54.1 ± 1.4", "54.9 ± 1.4", "+17.0 ± 1.4", "+2.0 ± 1.4");
    assertThat(cells("**EntMin**").subList(20, 22)).containsExactly("−8.0 ± 1.4", "−23.0 ± 1.4");
  }

  @Test
  void givesNoDeviationOfOneRunAndNoGainOfTheBaseItself() {
    List<String> source = cells("**Source only**");
    assertThat(source).startsWith("**Source only**", "1", "30.0", "31.0");
    assertThat(source.subList(20, 22)).containsExactly("", "");
    assertThat(cells("**Target statistics**").subList(20, 22)).containsExactly("+15.0", "");
  }

  @Test
  void marksAbsentClassesAndLeavesThemOutOfMeans() {
    int bus = 2 + SampleSuite.CLASSES.trainId(SampleSuite.ABSENT).orElseThrow();
    assertThat(cells("**Source only**").get(bus)).isEqualTo("absent");
    assertThat(cells("**Source only**").get(18)).isEqualTo("37.1");
  }

  @Test
  void putsThePublishedRowUnderTheMeasuredOne() {
    List<String> lines = markdown.lines().toList();
    int line =
        lines.indexOf(
            markdown.lines().filter(l -> l.startsWith("| **LD** ")).findFirst().orElseThrow());
    assertThat(lines.get(line + 1)).startsWith("| *LD, published* |  | *77.1* | *33.4* |");
    assertThat(cells("*LD, published*").subList(18, 22))
        .containsExactly("*42.6*", "*50.1*", "*+10.1*", "");
    assertThat(markdown).doesNotContain("Target statistics, published");
  }

  @Test
  void keepsUnreadableCellsEmptyAndFootnotesTheMisprint() {
    assertThat(cells("*SIBAN, published*").subList(4, 7)).containsExactly("", "", "");
    assertThat(cells("*CCM, published*")).endsWith("*45.2*", "*52.9†*");
    assertThat(markdown)
        .contains(
            "† CCM: the mean over 13 classes is printed as 52.9; its class values give 52.6.");
  }

  @Test
  void showsWhatFailedAndWhatWasNotRun() {
    assertThat(cells("**SHOT**")).startsWith("**SHOT**", "0 of 2", "–").contains("failed");
    assertThat(cells("**LD w/o L_pos**")).startsWith("**LD w/o L_pos**", "1 of 2", "44.0");
    assertThat(markdown)
        .contains("- SHOT, seed 2, failed: loss is NaN at step 17 \\| see \\<log\\>")
        .contains("- LD w/o L_pos, seed 2, has not been run");
  }

  @Test
  void writesALineARunAsCsv() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("results.csv"));
    assertThat(lines).hasSize(1 + 14);
    assertThat(lines.get(0))
        .startsWith("row,title,seed,state,reason,road,sidewalk,")
        .endsWith(",motorcycle,bicycle,mIoU16,mIoU13*,adaptation_bytes,adaptation_seconds");
    assertThat(lines.get(1))
        .startsWith("source_only,Source only,1,finished,,30.0000,31.0000,")
        .contains(",42.0000,,44.0000,")
        .endsWith(",12345678,0.0000");
    assertThat(lines.get(7))
        .startsWith("shot,SHOT,1,failed,loss is NaN at step 17 | see <log>,,,,");
  }

  @Test
  void givesAnHtmlPageThatAsksNoOneForAnything() throws IOException {
    String html = Files.readString(folder.resolve("report.html"));
    assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
    assertThat(html.split("src=\"", -1)).hasSizeGreaterThanOrEqualTo(1);
    Arrays.stream(html.split("src=\"", -1))
        .skip(1)
        .forEach(rest -> assertThat(rest).startsWith("data:image/png;base64,"));
    assertThat(html).contains("<div class=\"wide\"><table>", "<strong>LD</strong>", "&lt;log&gt;");
  }

  @Test
  void saysWhereTheOrderDiffersFromThePaper() {
    assertThat(markdown)
        .contains("By mIoU16, 4 of the 15 pairs of rows that have both figures stand in another")
        .contains(
            "- **LD w/o L_pos (51.1; published 37.3)** is above LD w/o L_neg (45.6; published 40.2)"
                + " here; in the paper it is below.")
        .contains("- Above Target statistics (52.1): LD (+2.0 ± 1.4); no other row is.");
  }

  @Test
  void namesTheClassThatCollapsed() {
    assertThat(markdown)
        .contains("### How to read it\n\n- LD is made up.")
        .contains("- **EntMin**, winner takes all: rider 0.8 % → 0.03 %.")
        .contains("- **LD**: no class collapsed.", "- **LD**: 0.600 → 0.134 nats.")
        .contains("- **LD**: 70.0 ± 0.0 % in round 1, 80.0 ± 0.0 % in round 2.");
  }

  @Test
  void putsThePublishedTimesBesideTheMeasuredOnes() {
    assertThat(markdown)
        .contains("| **LD** | 12.3 MB | 12,345,678 | 11.5 ± 0.7 | 1.00 | 54.1 ± 1.4 |")
        .contains("| *CCM, published* | *27.8 GB* |  | *18196.1* | *5.72* | *45.2* |")
        .doesNotContain("29285");
  }

  @Test
  void showsSweepsWithTheirFailedPoints() throws IOException {
    assertThat(markdown)
        .contains("| 0.5 | 0 of 1 | – | – |", "| 1 | 2 | 54.1 ± 1.4 | 54.9 ± 1.4 |")
        .contains("- 0.5, seed 1, failed: out of memory");
    assertThat(Files.readAllLines(folder.resolve("sweeps.csv")))
        .hasSize(1 + 4)
        .anyMatch(line -> line.startsWith("lambda_ent,objective.1.weight,0.5,1,failed,out of mem"));
  }

  @Test
  void showsEveryPictureItHasDrawn() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("pictures"))) {
      assertThat(files.map(file -> "(pictures/" + file.getFileName() + ")"))
          .hasSize(16)
          .allMatch(markdown::contains);
    }
    assertThat(markdown).doesNotContain("could not be made");
  }

  @Test
  void losesNothingElseToAMissingPanel() throws IOException {
    Path runs = temporary.resolve("incomplete");
    SuiteOutcome incomplete = new SampleSuite(runs).outcome();
    Files.delete(runs.resolve("ld_1_prediction.png"));
    Path report = temporary.resolve("incomplete_report");
    SuiteReport.write(incomplete, COMMANDS, report);
    assertThat(Files.readString(report.resolve("report.md")))
        .contains("- LD, ld_1: image ", "does not exist", "(pictures/panels_2.png)");
  }

  @Test
  void saysHowARowAdaptsAndWhetherItIsSourceFree() throws IOException {
    List<SuiteOutcome.Row> rows =
        outcome.rows().stream().map(row -> mechanism(row, row.row().title())).toList();
    Path report = temporary.resolve("mechanisms");
    SuiteReport.write(
        new SuiteOutcome(outcome.suite(), outcome.classes(), rows, List.of(), List.of()),
        List.of(),
        report);
    assertThat(Files.readString(report.resolve("report.md")))
        .contains("| row | mechanism | source-free | seeds | road |")
        .contains("| **Source only** | – | yes | 1 |")
        .contains("| **LD** | S | yes | 2 |", "| *LD, published* | S | yes |  |")
        .contains("| **CCM** | S | no | 2 |")
        .containsOnlyOnce("| *CCM, published* | S | no |  |")
        .doesNotContain("| *CCM, published* | *77");
  }

  /** EntMin's runs in the place of CCM's. */
  private static SuiteOutcome.Row mechanism(SuiteOutcome.Row row, String title) {
    boolean matched = title.equals("EntMin");
    boolean trains = !title.equals("Source only") && !title.equals("Target statistics");
    Suite.Row own = row.row();
    return new SuiteOutcome.Row(
        new Suite.Row(
            own.name(),
            matched ? "CCM" : title,
            own.config(),
            own.startsFrom(),
            trains ? Optional.of("S") : Optional.empty()),
        row.runs(),
        !matched);
  }

  @Test
  void reportsASuiteThatHasNotBegun() throws IOException {
    Path report = temporary.resolve("empty_report");
    List<SuiteOutcome.Row> rows =
        outcome.rows().stream()
            .map(row -> new SuiteOutcome.Row(row.row(), List.of(), true))
            .toList();
    SuiteReport.write(
        new SuiteOutcome(outcome.suite(), outcome.classes(), rows, List.of(), List.of()),
        List.of(),
        report);
    assertThat(Files.readString(report.resolve("report.md")))
        .contains("0 of 8 rows are complete", "| **LD** | 0 of 0 | –", "| not run | not run |")
        .containsPattern("- Source only; .*; LD have not been run");
    assertThat(report.resolve("sweeps.csv")).doesNotExist();
  }

  @Test
  void givesTheSameBytesAgain() throws IOException {
    Path again = temporary.resolve("again");
    SuiteReport.write(outcome, COMMANDS, again);
    assertThat(contents(again)).isEqualTo(contents(folder));
  }

  private static List<String> cells(String first) {
    String line =
        markdown.lines().filter(l -> l.startsWith("| " + first + " |")).findFirst().orElseThrow();
    return Arrays.stream(line.substring(2, line.length() - 2).split(" \\| ", -1)).toList();
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
