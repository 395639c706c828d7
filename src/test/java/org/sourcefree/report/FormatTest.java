package org.sourcefree.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.report.suite.Markdown;

class FormatTest {
  @Test
  void neverRoundsToMinusZero() {
    assertThat(Format.decimal(-0.04)).isEqualTo("0.0");
    assertThat(Format.signed(-0.04)).isEqualTo("+0.0");
    assertThat(Format.signed(-0.06)).isEqualTo("−0.1");
  }

  @Test
  void keepsTwoDigitsOfSmallShares() {
    assertThat(Format.share(0.42)).isEqualTo("42 %");
    assertThat(Format.share(0.008)).isEqualTo("0.8 %");
    assertThat(Format.share(0.0002)).isEqualTo("0.02 %");
    assertThat(Format.share(0.00001)).isEqualTo("under 0.01 %");
    assertThat(Format.share(0)).isEqualTo("0 %");
  }

  @Test
  void writesBytesInTheLargestUnit() {
    assertThat(Format.bytes(999)).isEqualTo("999 B");
    assertThat(Format.bytes(12_345_678)).isEqualTo("12.3 MB");
    assertThat(Format.bytes(6.9e9)).isEqualTo("6.9 GB");
    assertThat(Format.bytes(999_960)).isEqualTo("1.0 MB");
  }

  @Test
  void joinsNames() {
    assertThat(Format.listed(List.of())).isEmpty();
    assertThat(Format.listed(List.of("a"))).isEqualTo("a");
    assertThat(Format.listed(List.of("a", "b", "c"))).isEqualTo("a, b and c");
  }

  @Test
  void escapesWhatMarkdownWouldTakeForItsOwn() {
    assertThat(Markdown.escape("a|b <c>\n *d* L_neg _e_"))
        .isEqualTo("a\\|b \\<c\\> \\*d\\* L_neg \\_e\\_");
  }
}
