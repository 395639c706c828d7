package org.sourcefree.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisScaleTest {
  private static AxisScale scale(double... values) {
    return new AxisScale(DoubleStream.of(values).summaryStatistics(), 100, 200);
  }

  private static List<String> labels(double... values) {
    AxisScale scale = scale(values);
    return scale.ticks().stream().map(scale::label).toList();
  }

  @Test
  void ticksAreRoundAndHoldAllValues() {
    assertThat(labels(0, 80)).containsExactly("0", "20", "40", "60", "80");
    assertThat(labels(0.21, 0.77)).containsExactly("0.2", "0.4", "0.6", "0.8");
    assertThat(labels(-0.3, 1)).containsExactly("−0.5", "0.0", "0.5", "1.0");
    assertThat(labels(38.4, 57.6)).containsExactly("35", "40", "45", "50", "55", "60");
  }

  @Test
  void smallAndLargeNumbersAreInPowersOfTen() {
    assertThat(labels(0, 1e-4)).containsExactly("0", "5e-5", "1e-4");
    assertThat(labels(0, 3.7e-3)).containsExactly("0", "1e-3", "2e-3", "3e-3", "4e-3");
    assertThat(labels(0, 3e7)).containsExactly("0", "1e7", "2e7", "3e7");
    assertThat(labels(-2e-3, 0)).containsExactly("−2e-3", "−1.5e-3", "−1e-3", "−5e-4", "0");
  }

  @ParameterizedTest
  @CsvSource({
    "1e-4, 1e-4",
    "9.3e-5, 1e-4",
    "9.987e-5, 1e-4",
    "1e6, 1000001",
    "0.5, 0.5",
    "0.5000001, 0.5",
    "57.64498585, 57.64498586",
    "57.644985857, 57.644985858",
    "0, 0",
    "-3, -3",
    "1e300, 1e300"
  })
  void noTwoTicksReadAlikeAndEveryPlaceIsANumber(double one, double other) {
    assertThat(labels(one, other)).doesNotHaveDuplicates().hasSizeBetween(2, 8);
    assertThat(scale(one, other).at(one)).isBetween(100.0, 200.0);
    assertThat(scale(one, other).at(other)).isBetween(100.0, 200.0);
  }

  @Test
  void aTightAxisEndsWhereTheValuesDo() {
    AxisScale tight = AxisScale.tight(DoubleStream.of(0, 12).summaryStatistics(), 100, 200);
    assertThat(tight.ticks().stream().map(tight::label)).containsExactly("0", "5", "10");
    assertThat(tight.at(0)).isEqualTo(100);
    assertThat(tight.at(12)).isEqualTo(200);
    AxisScale later = AxisScale.tight(DoubleStream.of(3, 12).summaryStatistics(), 0, 9);
    assertThat(later.ticks()).containsExactly(5.0, 10.0);
    AxisScale point = AxisScale.tight(DoubleStream.of(7).summaryStatistics(), 0, 9);
    assertThat(point.at(7)).isBetween(0.0, 9.0);
  }

  @Test
  void withoutValuesItIsFromNoneToOne() {
    assertThat(new AxisScale(new DoubleSummaryStatistics(), 0, 1).at(0.25)).isEqualTo(0.25);
  }
}
