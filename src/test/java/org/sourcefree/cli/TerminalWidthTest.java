package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalWidthTest {
  @Test
  void sentencesAreBrokenAtBlanks() {
    assertThat(TerminalWidth.wrapped("note: one two three", 10).lines())
        .containsExactly("note: one", "  two", "  three");
    assertThat(TerminalWidth.wrapped("note: one two three", 11).lines())
        .containsExactly("note: one", "  two three");
  }

  @Test
  void aWordThatIsTooLongStaysWhole() {
    assertThat(TerminalWidth.wrapped("in a/very/long/path it is", 10).lines())
        .containsExactly("in", "  a/very/long/path", "  it is");
  }

  @Test
  void withoutATerminalNothingIsBroken() {
    String sentence = "word ".repeat(200) + "end";
    assertThat(TerminalWidth.columns()).isEqualTo(Integer.MAX_VALUE);
    assertThat(TerminalWidth.wrapped(sentence)).isEqualTo(sentence);
  }
}
