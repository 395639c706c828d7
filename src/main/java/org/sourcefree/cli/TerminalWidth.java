package org.sourcefree.cli;

/** How many characters a line of the terminal holds; the launcher says it. */
final class TerminalWidth {
  private static final String COLUMNS = "sourcefree.columns";
  private static final int LEAST = 20;
  private static final String INDENT = "  ";

  private TerminalWidth() {}

  /** Without end where there is no terminal, or its width is not known. */
  static int columns() {
    int columns = Integer.getInteger(COLUMNS, 0);
    return columns < LEAST ? Integer.MAX_VALUE : columns;
  }

  /** The sentence in lines that the terminal holds, broken at blanks; all but the first set in. */
  static String wrapped(String sentence) {
    return wrapped(sentence, columns());
  }

  static String wrapped(String sentence, int columns) {
    StringBuilder lines = new StringBuilder();
    int used = 0;
    for (String word : sentence.split(" ", -1)) {
      if (used > 0 && used + 1 + word.length() > columns) {
        lines.append(System.lineSeparator()).append(INDENT);
        used = INDENT.length();
      } else if (used > 0) {
        lines.append(' ');
        used++;
      }
      lines.append(word);
      used += word.length();
    }
    return lines.toString();
  }
}
