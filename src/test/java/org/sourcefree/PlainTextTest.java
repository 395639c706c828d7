package org.sourcefree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What others wrote, on its way to a terminal. */
class PlainTextTest {

  @Test
  void leavesWhatOnlyPrints() {
    String names = "Straße 12/été, ไทย, العربية, 道路 👩\u200d🚒 \\n \"it's\" <b> 100 %";
    assertThat(PlainText.line(names)).isSameAs(names);
    assertThat(PlainText.isPlain(names)).isTrue();
  }

  @Test
  void escapesWhatSteersBreaksOrTurns() {
    assertThat(PlainText.line("a\u001b[2Jb\u009bc\u007f")).isEqualTo("a\\u001b[2Jb\\u009bc\\u007f");
    assertThat(PlainText.line("a\nb\r\tc\u2028d")).isEqualTo("a\\nb\\r\\tc\\u2028d");
    assertThat(PlainText.line("gnp.\u202eexe\u2066")).isEqualTo("gnp.\\u202eexe\\u2066");
    assertThat(PlainText.line("\ufeffx\ud800y\udb40\udc41"))
        .isEqualTo("\\ufeffx\\ud800y\\U000e0041");
    assertThat(PlainText.isPlain("a\nb")).isFalse();
  }

  @Test
  void keepsLinesWhereThereMayBeSeveral() {
    assertThat(PlainText.lines("a\tb\r\nc\rd\u001b\n")).isEqualTo("a\tb\r\nc\\rd\\u001b\n");
  }

  @Test
  void aMessageIsOneLine() {
    Exception named = new InvalidInputException("image a\n\u001b[31m.png is empty");
    assertThat(named).hasMessage("image a\\n\\u001b[31m.png is empty");
  }
}
