package org.sourcefree.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sourcefree.image.RgbImage;

/** Pictures that grow with what they show. */
class HeatMapTest {
  private static final Axes AXES = new Axes("title", "x", "y");

  @Test
  void hasACellForEachRowAndColumn() {
    RgbImage two = map(2, 3).draw();
    RgbImage more = map(5, 7).draw();
    int cell = (more.height() - two.height()) / 3;
    assertThat(cell).isPositive();
    assertThat(more.height() - two.height()).isEqualTo(3 * cell);
    assertThat(more.width() - two.width()).isEqualTo(4 * cell);
  }

  /** A legend of few lines fits beside the plot; one of many made it cut off names. */
  @Test
  void aPlotIsAsHighAsItsLegend() {
    assertThat(lines(2).draw().height()).isEqualTo(430);
    assertThat(lines(26).draw().height()).isGreaterThan(26 * 25);
  }

  private static HeatMap map(int rows, int columns) {
    List<Double> line = IntStream.range(0, columns).mapToObj(i -> 10.0 * i).toList();
    return new HeatMap(
        AXES, names(rows), names(columns), IntStream.range(0, rows).mapToObj(i -> line).toList());
  }

  private static List<String> names(int number) {
    return IntStream.range(0, number).mapToObj(Integer::toString).toList();
  }

  private static LinePlot lines(int number) {
    List<LinePlot.Line> lines =
        names(number).stream()
            .map(
                name ->
                    new LinePlot.Line(
                        name, 0, List.of(0.0, 1.0), List.of(1.0, 2.0), Optional.empty()))
            .toList();
    return new LinePlot(AXES, lines, false, false);
  }
}
