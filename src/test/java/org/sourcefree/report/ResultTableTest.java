package org.sourcefree.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.report.ResultTable.Row;

class ResultTableTest {
  private static final List<String> CITYSCAPES = StandardClasses.CITYSCAPES_19.set().names();

  @Test
  void alignsColumnsAndMarksAbsentClasses() {
    ResultTable table =
        new ResultTable(
            List.of("road", "vegetation", "sky"),
            List.of(
                new Row("source only", new Scores(7.25, Map.of("road", 9.96, "sky", 0.0))),
                new Row("adapted", new Scores(100, Map.of("road", 100.0, "vegetation", 7.0)))));
    assertThat(table.text())
        .isEqualTo(
            """
                          road    veg.     sky   mIoU
            source only   10.0  absent     0.0    7.3
            adapted      100.0     7.0  absent  100.0
            """);
  }

  @Test
  void isTurnedWhereTheTerminalIsNarrower() {
    ResultTable table =
        new ResultTable(
            List.of("traffic light", "sky"),
            List.of(
                new Row("source only", new Scores(7.25, Map.of("sky", 0.0))),
                new Row("adapted", new Scores(100, Map.of("traffic light", 100.0)))));
    assertThat(table.text(34)).isEqualTo(table.text()).hasLineCount(3);
    assertThat(table.text(33))
        .isEqualTo(
            """
                           source only  adapted
            traffic light       absent    100.0
            sky                    0.0   absent
            mIoU                   7.3    100.0
            """);
  }

  @Test
  void fitsNineteenClassesInTwoHundredColumns() {
    Map<String, Double> full =
        CITYSCAPES.stream().collect(Collectors.toMap(name -> name, name -> 100.0));
    ResultTable table =
        new ResultTable(CITYSCAPES, List.of(new Row("n".repeat(60), new Scores(100, full))));
    assertThat(table.text().lines()).allMatch(line -> line.length() <= 200).hasSize(2);
    assertThat(table.text().lines().findFirst().orElseThrow().strip().split(" +"))
        .containsExactly(
            "road", "side.", "build.", "wall", "fence", "pole", "light", "sign", "veg.", "terr.",
            "sky", "pers.", "rider", "car", "truck", "bus", "train", "moto.", "bike", "mIoU");
  }

  @Test
  void shortensOtherNamesUnlessTheyWouldClash() {
    ResultTable table =
        new ResultTable(List.of("footpath", "animal", "parking a", "parking b"), List.of());
    assertThat(table.text()).isEqualTo("  footp.  animal  parking a  parking b  mIoU\n");
  }
}
