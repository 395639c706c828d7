package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private static final String STATE = "loss 0.3418 cross_entropy 0.0044 lr 1.00e-04, 3.1 images/s";

  @Test
  void aNarrowTerminalShowsWholePairsAlone() {
    assertThat(TerminalProgress.shortened(STATE, 80)).isEqualTo(STATE);
    assertThat(TerminalProgress.shortened(STATE, 44))
        .isEqualTo("loss 0.3418 cross_entropy 0.0044 lr 1.00e-04");
    assertThat(TerminalProgress.shortened(STATE, 43)).isEqualTo("loss 0.3418 cross_entropy 0.0044");
    assertThat(TerminalProgress.shortened(STATE, 26)).isEqualTo("loss 0.3418");
    assertThat(TerminalProgress.shortened(STATE, 3)).isEqualTo("loss 0.3418");
  }

  @Test
  void whatIsNoPairStays() {
    assertThat(TerminalProgress.shortened("", 3)).isEmpty();
    assertThat(TerminalProgress.shortened("some words", 3)).isEqualTo("some words");
  }
}
