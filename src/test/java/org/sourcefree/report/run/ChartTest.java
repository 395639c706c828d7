package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.report.run.Chart.Level;
import org.sourcefree.report.run.Chart.Line;
import org.sourcefree.report.run.Chart.Point;

class ChartTest {
  private static ReportPage chart(Level... levels) {
    Line line = new Line("run", 0, List.of(new Point(0, 50), new Point(10, 60)));
    return new ReportPage(new Chart("mIoU", List.of(line), Arrays.asList(levels)).svg().render());
  }

  private static List<Double> numbers(ReportPage page, String pattern) {
    return page.found(pattern).stream().map(Double::valueOf).toList();
  }

  @Test
  void aLevelIsDrawnAcrossUnderItsNameAndTheAxisHoldsIt() {
    ReportPage chart = chart(new Level("source only", 20));
    List<Double> heights = numbers(chart, "<line class=\"level\"[^>]* y1=\"(.*?)\"");
    assertThat(heights).hasSize(1).allSatisfy(at -> assertThat(at).isBetween(0.0, 196.0));
    assertThat(chart.html()).contains(">source only</text>", "; source only: 20.00");
    assertThat(numbers(chart, " y=\"([0-9.]+)\"[^>]*>source only<"))
        .containsExactly(heights.get(0) - 4);
  }

  @Test
  void ofTwoLevelsNearEachOtherTheLowerOnesNameIsBelow() {
    ReportPage chart = chart(new Level("upper", 56), new Level("lower", 55.5));
    List<Double> heights = numbers(chart, "<line class=\"level\"[^>]* y1=\"(.*?)\"");
    assertThat(numbers(chart, " y=\"([0-9.]+)\"[^>]*>upper<")).containsExactly(heights.get(0) - 4);
    assertThat(numbers(chart, " y=\"([0-9.]+)\"[^>]*>lower<")).containsExactly(heights.get(1) + 13);
  }

  @Test
  void withoutLevelsThereAreNone() {
    assertThat(chart().html()).doesNotContain("level").contains(">step</text>");
  }

  @Test
  void aSinglePointStandsOnAnAxisFromTheFirstStep() {
    Line line = new Line("run", 0, List.of(new Point(8, 50)));
    ReportPage chart = new ReportPage(new Chart("mIoU", List.of(line)).svg().render());
    assertThat(chart.found("text-anchor=\"middle\">(.*?)<"))
        .containsExactly("0", "2", "4", "6", "8");
  }
}
